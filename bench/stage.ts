import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { installed } from "../scripts/install.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** A folder as a user of the packed package has it, its peers beside it, in which plain Node runs the measurements. */
export interface Stage {
  readonly folder: string;
  program(name: "compare" | "server"): string;
  remove(): Promise<void>;
}

export async function openStage(built: boolean): Promise<Stage> {
  const { folder: own, remove } = await installed({ built });
  const folder = join(own, "with-peers");
  await mkdir(folder);
  // What is not among the peers, Node finds in the folder above: the package itself.
  await symlink(here("node_modules"), join(folder, "node_modules"));
  await build({
    entryPoints: [here("speed/compare.ts"), here("speed/server.ts")],
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    logLevel: "error",
  });
  return { folder, program: (name) => join(folder, `${name}.mjs`), remove };
}
