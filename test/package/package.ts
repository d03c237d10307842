import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";

/** Where the packed package lies, as npm installed it. */
export const folder: string = inject("folder");
export const packageFolder: string = join(folder, "node_modules/leap0-fetch");

/** Every file that is shipped, with its size in bytes. */
export const shipped: readonly { readonly path: string; readonly bytes: number }[] = readdirSync(
  packageFolder,
  {
    recursive: true,
    encoding: "utf8",
  },
)
  .filter((path) => statSync(join(packageFolder, path)).isFile())
  .map((path) => ({ path, bytes: statSync(join(packageFolder, path)).size }));

export const read = (path: string): string => readFileSync(join(packageFolder, path), "utf8");
export const readJson = (path: string): Record<string, unknown> => JSON.parse(read(path));
