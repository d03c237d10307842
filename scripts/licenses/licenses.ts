import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";

/** Their code is in the generated checks, where no bundler sees it any more. */
const COMPILED_IN = ["ajv", "ajv-formats"];

/** The packages whose code ends up in ours. */
export async function bundledPackages(root: string): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["src/index.ts", "src/emulator/index.ts", "src/emulator/cli.ts"],
    bundle: true,
    format: "esm",
    platform: "node",
    outdir: "dist",
    external: ["openapi-fetch"],
    write: false,
    metafile: true,
    logLevel: "error",
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  );
  const names = inputs.map(
    (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(path)?.[1],
  );
  return [...new Set([...names.filter((name) => name !== undefined), ...COMPILED_IN])].sort();
}

/** Their licences, as those ask to be passed on. */
export async function licenses(root: string): Promise<string> {
  const names = await bundledPackages(root);
  const parts = await Promise.all(names.map((name) => licenseOf(root, name)));
  const head =
    "The emulator holds code of these packages. Written by `npm run licenses`; a test tells when it is out of date.";
  return `${[head, ...parts].join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

async function licenseOf(root: string, name: string): Promise<string> {
  const folder = folderOf(root, name);
  const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const text = await readFile(join(folder, "LICENSE"), "utf8");
  return `${name} ${version} (${license})\n\n${text.replaceAll("\r\n", "\n").trim()}`;
}

/** Not every package lets its package.json be resolved, so the way leads from one of its files upward. */
function folderOf(root: string, name: string): string {
  const entry = createRequire(join(root, "package.json")).resolve(name);
  return join(entry.slice(0, entry.lastIndexOf(join("node_modules", name))), "node_modules", name);
}

export const fileIn = (root: string): string => join(root, "THIRD-PARTY-LICENSES.txt");
