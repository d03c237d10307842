import { existsSync, realpathSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

export interface Bundle {
  readonly name: string;
  readonly gzip: number;
}

/** What it takes to have a client that can make a call. */
const programs: Readonly<Record<string, string>> = {
  "leap0-fetch": 'import { Leap0Client } from "leap0-fetch"; globalThis.client = new Leap0Client();',
  "openapi-fetch": 'import createClient from "openapi-fetch"; globalThis.client = createClient();',
  ky: 'import ky from "ky"; globalThis.client = ky;',
  openai: 'import OpenAI from "openai"; globalThis.client = new OpenAI();',
  e2b: 'import { Sandbox } from "e2b"; globalThis.client = Sandbox;',
};

/** Bytes of a web page's script, minified and compressed, with everything that the client brings along. */
export async function measureBundles(folder: string): Promise<Bundle[]> {
  return Promise.all(
    Object.entries(programs).map(async ([name, contents]) => {
      const code = await bundle(contents, folder);
      return { name, gzip: gzipSync(code, { level: 9 }).byteLength };
    }),
  );
}

async function bundle(contents: string, resolveDir: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    format: "esm",
    platform: "browser",
    minify: true,
    write: false,
    logLevel: "error",
    // e2b loads these only where there is a Node.
    external: ["node:*", "fs", "path", "os", "crypto", "url", "stream", "events", "util", "tar", "glob"],
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

export interface Install {
  readonly name: string;
  readonly packages: number;
  readonly bytes: number;
}

interface Manifest {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export const manifestIn = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, "package.json"), "utf8"));

/** Packages and bytes that installing each of these puts on the disk: itself and what it depends on. */
export async function measureInstalls(folder: string, names: readonly string[]): Promise<Install[]> {
  return Promise.all(
    names.map(async (name) => {
      const folders = [...(await closure(find(folder, name)))];
      const sizes = await Promise.all(folders.map(sizeOf));
      return { name, packages: folders.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
    }),
  );
}

/** A package's folder, and those of everything that it leads to. */
async function closure(folder: string, seen = new Set<string>()): Promise<Set<string>> {
  if (seen.has(folder)) return seen;
  seen.add(folder);
  const { dependencies, optionalDependencies } = await manifestIn(folder);
  for (const name of Object.keys({ ...optionalDependencies, ...dependencies })) {
    const isLeftOut = optionalDependencies?.[name] && !paths(folder, name).some((path) => existsSync(path));
    if (!isLeftOut) await closure(find(folder, name), seen);
  }
  return seen;
}

/** Where Node looks for a package: in the folder, then in each one above. */
const paths = (from: string, name: string): string[] =>
  (createRequire(join(from, "any.js")).resolve.paths(name) ?? []).map((path) => join(path, name));

export function find(from: string, name: string): string {
  const found = paths(from, name).find((path) => existsSync(path));
  if (!found) throw new Error(`${from} lacks ${name}: npm --prefix bench ci`);
  return realpathSync(found);
}

/** Bytes of its own files, not of those of packages below it. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true });
  const sizes = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? 0 : sizeOf(path);
    return (await stat(path)).size;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
