import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    // Tests import the package by its name, as a user does, and get the sources: no build in between.
    alias: [
      { find: /^leap0-fetch\/emulator$/, replacement: source("./src/emulator/index.ts") },
      { find: /^leap0-fetch$/, replacement: source("./src/index.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    // Those left out need packages or runtimes of their own.
    exclude: ["**/node_modules/**", "test/runtimes/**"],
    testTimeout: 30_000,
    // Limits are tested with real connections: a machine that is busy with something else gets a second chance.
    retry: process.env.CI ? 2 : 0,
  },
});
