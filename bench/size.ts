import { existsSync } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
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
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Packages and bytes that installing each of these puts on the disk: itself and what it depends on. */
export async function measureInstalls(folder: string, names: readonly string[]): Promise<Install[]> {
  return Promise.all(
    names.map(async (name) => {
      const folders = await closure(await realpath(join(folder, "node_modules", name)));
      const sizes = await Promise.all([...folders].map(sizeOf));
      return { name, packages: folders.size, bytes: sizes.reduce((sum, size) => sum + size, 0) };
    }),
  );
}

/** A package's folder, and those of everything that it leads to, found as Node finds them. */
async function closure(folder: string, seen = new Set<string>()): Promise<Set<string>> {
  if (seen.has(folder)) return seen;
  seen.add(folder);
  const { dependencies, optionalDependencies } = JSON.parse(
    await readFile(join(folder, "package.json"), "utf8"),
  ) as Manifest;
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const found = find(folder, name);
    if (found) await closure(await realpath(found), seen);
    else if (!optionalDependencies?.[name]) throw new Error(`${folder} lacks ${name}: npm --prefix bench ci`);
  }
  return seen;
}

function find(from: string, name: string): string | undefined {
  const candidate = join(from, "node_modules", name);
  if (existsSync(candidate)) return candidate;
  return dirname(from) === from ? undefined : find(dirname(from), name);
}

/** Its own files, not those of packages below it. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true });
  const sizes = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? 0 : sizeOf(path);
    return (await stat(path)).size;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
