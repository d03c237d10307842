import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { Missing } from "./platform.ts";
import { run } from "./run.ts";
import { root } from "./tarball.ts";

/** The folder of a runtime that comes from npm: it has a lock of its own, so that it stays out of the project's. */
export const folderOf = (name: string): string => join(root, "test/runtimes", name);

const waiting = new Map<string, Promise<string>>();

/** Installs what such a folder's lock says, unless that is there already. */
export const provision = (name: string): Promise<string> => provisionFolder(folderOf(name));

/** The same for any folder with a lock of its own. */
export function provisionFolder(folder: string): Promise<string> {
  const installing = waiting.get(folder) ?? install(folder);
  waiting.set(folder, installing);
  return installing;
}

async function install(folder: string): Promise<string> {
  if (isCurrent(folder)) return folder;
  const args = ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "--loglevel=error"];
  const { code, stderr } = await run("npm", args, { cwd: folder });
  if (code !== 0) throw new Missing(`npm ci failed in ${folder}: ${stderr.trim().split("\n")[0]}`);
  return folder;
}

function isCurrent(folder: string): boolean {
  const done = join(folder, "node_modules/.package-lock.json");
  return existsSync(done) && statSync(done).mtimeMs >= statSync(join(folder, "package-lock.json")).mtimeMs;
}

/**
 * The program of a runtime, taken from the package of this platform: the wrappers around it want to run install
 * scripts, which npm may refuse.
 */
export async function programOf(name: string, candidates: readonly string[]): Promise<string> {
  const folder = await provision(name);
  const found = candidates.map((each) => join(folder, "node_modules", each)).find(existsSync);
  if (!found) throw new Missing(`no build of ${name} for ${process.platform} ${process.arch}`);
  return found;
}
