import { join } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { root } from "./tarball.ts";

export type Entry = "command" | "worker" | "page";

/** Compiles the suite from one of its entries. The package itself comes from `folder`, never from the sources. */
export async function bundle(
  entry: Entry,
  folder: string,
  outfile: string,
  options: BuildOptions = {},
): Promise<void> {
  await build({
    entryPoints: [join(root, "test/conformance/entries", `${entry}.ts`)],
    outfile,
    bundle: true,
    format: "esm",
    target: "es2022",
    logLevel: "error",
    // The suite lies in the project, whose own name would resolve to the project.
    ...(options.external?.includes("leap0-fetch") ? {} : { alias: installedIn(folder) }),
    ...options,
  });
}

function installedIn(folder: string): Record<string, string> {
  const at = join(folder, "node_modules/leap0-fetch/dist");
  return { "leap0-fetch/emulator": join(at, "emulator/index.js"), "leap0-fetch": join(at, "index.js") };
}
