import { cp } from "node:fs/promises";
import { defineConfig } from "tsdown";

const common = {
  format: "esm",
  target: "es2022",
  outDir: "dist",
  fixedExtension: false,
  hash: false,
  sourcemap: true,
  dts: { sourcemap: true },
} as const;

export default defineConfig([
  {
    ...common,
    entry: { index: "src/index.ts" },
    platform: "neutral",
    deps: { neverBundle: ["openapi-fetch"] },
    clean: true,
    async onSuccess() {
      for (const name of ["openapi.json", "openapi.yaml"]) await cp(`src/generated/${name}`, `dist/${name}`);
    },
  },
  {
    ...common,
    // Everything the emulator needs is in its own files: installing the package installs openapi-fetch alone.
    entry: { "emulator/index": "src/emulator/index.ts" },
    platform: "node",
    deps: { alwaysBundle: [/./], onlyBundle: false },
    clean: false,
  },
]);
