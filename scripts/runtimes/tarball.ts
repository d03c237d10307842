import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { must } from "./run.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** The package as a user has it: packed, and installed into a folder that knows nothing of this one. */
export interface Installed {
  readonly tarball: string;
  /** Has a package.json and node_modules. */
  readonly folder: string;
  remove(): Promise<void>;
}

const QUIET = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "--loglevel=error"];

/** Packs what `npm run build` has built (building it first unless told that it is fresh) and installs it. */
export async function installed({ built = false }: { readonly built?: boolean } = {}): Promise<Installed> {
  // Outside of the project: below it, a missing dependency would be found in the project's own node_modules.
  const folder = await mkdtemp(join(tmpdir(), "leap0-fetch-installed-"));
  try {
    if (!built) await must("npx", ["tsdown", "--logLevel", "error"], { cwd: root });
    const packed = await must(
      "npm",
      ["pack", "--json", "--ignore-scripts", "--loglevel=error", "--pack-destination", folder],
      { cwd: root },
    );
    const tarball = join(folder, fileNameIn(packed));
    await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
    await must("npm", ["install", ...QUIET, tarball], { cwd: folder });
    if (!existsSync(join(folder, "node_modules/leap0-fetch/dist/index.js")))
      throw new Error("the packed package has no dist/index.js: build it first, or leave out --built");
    return { tarball, folder, remove: () => rm(folder, { recursive: true, force: true }) };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

// npm 11 answers a list; the next one an object with the package's name.
function fileNameIn(packed: string): string {
  const [entry] = Object.values(JSON.parse(packed) as Record<string, { filename: string }>);
  if (!entry) throw new Error("npm pack made nothing");
  return entry.filename;
}
