import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Checks of the package as it is published: `npm run test:package`. They need a build, so `npm test` leaves them out.
export default defineConfig({
  test: {
    root: fileURLToPath(new URL("../..", import.meta.url)),
    include: ["test/package/**/*.check.ts"],
    globalSetup: "test/package/installed.ts",
    testTimeout: 120_000,
  },
});
