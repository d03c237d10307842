import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Tests import the package by its name, as a user does, and get the sources: no build in between. */
const sources = [
  { find: /^leap0-fetch\/emulator$/, replacement: at("src/emulator/index.ts") },
  { find: /^leap0-fetch\/redis$/, replacement: at("src/rate-limit/redis.ts") },
  { find: /^leap0-fetch\/storage$/, replacement: at("src/storage/index.ts") },
  { find: /^leap0-fetch$/, replacement: at("src/index.ts") },
];

/** The programs of examples/integrations lie beside the packages that they use; their tests do not. */
const integrations = {
  find: /^(@opentelemetry\/.+|pino)$/,
  replacement: `${at("examples/integrations/node_modules")}/$1`,
};

/** So do the clients of Redis: beside the bench, which needs them too. */
const redis = {
  find: /^(@redis\/client|ioredis|iovalkey)$/,
  replacement: `${at("bench/fleet/node_modules")}/$1`,
};

// `npm test` runs every `.test.ts`. A folder's `.check.ts` need a build, or packages of their own: `--mode` names it.
export default defineConfig(({ mode }) => ({
  resolve: { alias: mode === "package" ? [] : [...sources, integrations, redis] },
  test: {
    include: mode === "test" ? ["test/**/*.test.ts"] : [`test/${mode}/**/*.check.ts`],
    exclude: ["**/node_modules/**"],
    ...(mode === "package" && { globalSetup: "test/package/installed.ts" }),
    // Long enough for a machine that is busy with twenty other things: it ends what hangs, and measures nothing.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Many tests wait for programs that they have started: one more than there are cores keeps these busy.
    maxWorkers: availableParallelism() + 1,
  },
}));
