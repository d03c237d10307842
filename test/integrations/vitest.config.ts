import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

// The programs of examples/integrations, with what they have installed there: `npm run test:integrations`.
export default defineConfig({
  resolve: {
    alias: [
      { find: /^leap0-fetch\/emulator$/, replacement: source("src/emulator/index.ts") },
      { find: /^leap0-fetch$/, replacement: source("src/index.ts") },
      // The tests lie outside of the folder whose packages they use.
      {
        find: /^(@opentelemetry\/.+|pino)$/,
        replacement: `${source("examples/integrations/node_modules")}/$1`,
      },
    ],
  },
  test: {
    root: source("."),
    include: ["test/integrations/**/*.check.ts"],
    testTimeout: 60_000,
  },
});
