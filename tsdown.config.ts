import { cp, readFile, writeFile } from "node:fs/promises";
import { defineConfig } from "tsdown";
import { readDescription, toYaml } from "./scripts/description/read.ts";

const common = {
  format: "esm",
  target: "es2022",
  outDir: "dist",
  fixedExtension: false,
  hash: false,
  dts: { sourcemap: true },
} as const;

export default defineConfig([
  {
    ...common,
    entry: { index: "src/index.ts" },
    platform: "neutral",
    sourcemap: true,
    deps: { neverBundle: ["openapi-fetch"] },
    clean: true,
    async onSuccess() {
      await cp("src/generated/openapi.json", "dist/openapi.json");
      await writeFile("dist/openapi.yaml", toYaml(await readDescription(".")));
      await leanMap("dist/index.js.map");
    },
  },
  {
    ...common,
    // An entry of its own, which shares no file with the client: what it holds is nothing for those without Redis.
    entry: { redis: "src/rate-limit/redis.ts" },
    platform: "neutral",
    sourcemap: true,
    clean: false,
    onSuccess: () => leanMap("dist/redis.js.map"),
  },
  {
    ...common,
    entry: { storage: "src/storage/index.ts" },
    platform: "neutral",
    sourcemap: true,
    // It signs requests. Installing the package installs openapi-fetch alone.
    deps: { alwaysBundle: ["aws4fetch"], onlyBundle: ["aws4fetch"] },
    clean: false,
    onSuccess: () => leanMap("dist/storage.js.map"),
  },
  {
    ...common,
    // Everything the emulator needs is in its own files: installing the package installs openapi-fetch alone.
    entry: { "emulator/index": "src/emulator/index.ts", "emulator/cli": "src/emulator/cli.ts" },
    platform: "node",
    sourcemap: true,
    deps: { alwaysBundle: [/./], onlyBundle: false },
    clean: false,
    async onSuccess() {
      await leanMap("dist/emulator.js.map");
      await leanMap("dist/emulator/cli.js.map");
    },
  },
]);

/** The sources are in the package: a map leads to them, and need not hold them as well. Other people's are not in it. */
async function leanMap(path: string): Promise<void> {
  const map = JSON.parse(await readFile(path, "utf8")) as {
    sources: (string | null)[];
    sourcesContent?: unknown;
  };
  delete map.sourcesContent;
  map.sources = map.sources.map((source) => (source?.includes("node_modules/") ? null : source));
  await writeFile(path, JSON.stringify(map));
}
