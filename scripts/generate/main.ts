import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { DescriptionError } from "../description/document.ts";
import { generate } from "./generate.ts";

const { values } = parseArgs({
  options: {
    check: { type: "boolean", default: false },
    root: { type: "string", default: fileURLToPath(new URL("../..", import.meta.url)) },
  },
});

try {
  process.exitCode = await run(values.root, values.check);
} catch (error) {
  if (!(error instanceof DescriptionError)) throw error;
  console.error("Nothing was generated. The description lacks something:");
  for (const problem of error.problems) console.error(`  ${problem}`);
  process.exitCode = 1;
}

/** Writes what differs and removes what nothing generates any more. With `check`, says so instead. */
async function run(root: string, check: boolean): Promise<number> {
  const folder = join(root, "src/generated");
  const [before, after] = await Promise.all([contents(folder), generate(root)]);
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  const stale = paths.filter((path) => before.get(path) !== after.get(path)).sort();
  for (const path of stale) {
    console.log(`  src/generated/${path}`);
    if (!check) await write(join(folder, path), after.get(path));
  }
  if (stale.length === 0) console.log("src/generated/ is current.");
  else if (check)
    console.error("src/generated/ is stale. Run `npm run generate`, and commit what it writes.");
  return check && stale.length > 0 ? 1 : 0;
}

async function contents(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      paths.map(async (path) => [relative(folder, path), await readFile(path, "utf8")] as const),
    ),
  );
}

async function write(path: string, text: string | undefined): Promise<void> {
  if (text === undefined) return rm(path);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
