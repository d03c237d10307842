import { existsSync, statSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { must, run } from "./run.ts";

export const root = fileURLToPath(new URL("..", import.meta.url));

const QUIET = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "--loglevel=error"];

/** The package as a user has it: packed, and installed into a folder that knows nothing of this one. */
export interface Installed {
  readonly tarball: string;
  /** Has a package.json and node_modules. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** Packs what `npm run build` has built (building it first unless told that it is fresh) and installs it. */
export async function installed({ built = false }: { readonly built?: boolean } = {}): Promise<Installed> {
  // Outside of the project: below it, a missing dependency would be found in the project's own node_modules.
  const folder = await mkdtemp(join(tmpdir(), "leap0-fetch-installed-"));
  try {
    if (!built) await must("npx", ["tsdown", "--logLevel", "error"], { cwd: root });
    const pack = ["pack", "--json", "--ignore-scripts", "--loglevel=error", "--pack-destination", folder];
    const tarball = join(folder, fileNameIn(await must("npm", pack, { cwd: root })));
    await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
    await must("npm", ["install", ...QUIET, tarball], { cwd: folder });
    if (!existsSync(join(folder, "node_modules/leap0-fetch/dist/index.js")))
      throw new Error("The packed package has no dist/index.js: build it first, or leave out --built.");
    return { tarball, folder, remove: () => rm(folder, { recursive: true, force: true }) };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

// npm 11 prints a list; the next one an object with the package's name.
function fileNameIn(packed: string): string {
  const [entry] = Object.values(JSON.parse(packed) as Record<string, { filename: string }>);
  if (!entry) throw new Error("npm pack made nothing.");
  return entry.filename;
}

/** This machine cannot have something: a platform counts as skipped then, and never as passed. */
export class Missing extends Error {}

const installing = new Map<string, Promise<string>>();

/**
 * Installs what the lock in a folder of the project says, unless it is there already: what only one command needs
 * stays out of the project's own dependencies. Gives the folder's node_modules.
 */
export function provision(folder: string): Promise<string> {
  const under = installing.get(folder) ?? installLocked(join(root, folder));
  installing.set(folder, under);
  return under;
}

async function installLocked(folder: string): Promise<string> {
  const modules = join(folder, "node_modules");
  const done = join(modules, ".package-lock.json");
  const isCurrent =
    existsSync(done) && statSync(done).mtimeMs >= statSync(join(folder, "package-lock.json")).mtimeMs;
  if (isCurrent) return modules;
  const { code, stderr } = await run("npm", ["ci", ...QUIET], { cwd: folder });
  if (code !== 0) throw new Missing(`npm ci failed in ${folder}: ${stderr.trim().split("\n")[0]}`);
  return modules;
}
