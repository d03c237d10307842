import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import type { Files } from "./generate.ts";

export interface Stale {
  readonly path: string;
  readonly why: "missing" | "differs" | "not generated any more";
}

/** What in the folder is not as it would be generated now, by path. */
export async function staleIn(folder: string, files: Files): Promise<Stale[]> {
  const stale: Stale[] = [];
  for (const [path, wanted] of files) {
    const found = await readFile(join(folder, path), "utf8").catch(ifAbsent);
    if (found === undefined) stale.push({ path, why: "missing" });
    else if (found !== wanted) stale.push({ path, why: "differs" });
  }
  for (const path of await filesIn(folder)) {
    if (!files.has(path)) stale.push({ path, why: "not generated any more" });
  }
  return stale.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Writes what is stale and removes what is generated no more. Files that are current are not touched. */
export async function update(folder: string, files: Files): Promise<Stale[]> {
  const stale = await staleIn(folder, files);
  for (const { path } of stale) {
    const target = join(folder, path);
    const wanted = files.get(path);
    if (wanted === undefined) {
      await rm(target);
    } else {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, wanted);
    }
  }
  return stale;
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(ifAbsent);
  return (entries ?? [])
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((path) => path.split(sep).join("/"));
}

function ifAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
