// Part of `npm run release:version`: `changeset version` raises the version in package.json and nowhere else.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { root: { type: "string", default: process.cwd() } } });
const { version } = JSON.parse(await read("package.json")) as { version: string };

// As text, so that the comments stay.
const spec = await read("spec/openapi.yaml");
const line = /^(info:\n(?: .*\n|\n)*? {2}version: ).*$/m;
if (!line.test(spec)) throw new Error("spec/openapi.yaml has no version under info.");
await writeFile(join(values.root, "spec/openapi.yaml"), spec.replace(line, `$1${version}`));

// Not by npm, which would look at all dependencies again.
const lock = JSON.parse(await read("package-lock.json"));
lock.version = lock.packages[""].version = version;
await writeFile(join(values.root, "package-lock.json"), `${JSON.stringify(lock, undefined, 2)}\n`);

function read(path: string): Promise<string> {
  return readFile(join(values.root, path), "utf8");
}
