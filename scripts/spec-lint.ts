import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DescriptionError } from "./description/document.ts";
import { bundle } from "./description/read.ts";
import { root as project } from "./install.ts";
import { redocly } from "./redocly.ts";

const { root } = parseArgs({ options: { root: { type: "string", default: project } } }).values;

const source = "spec/openapi.yaml";
const workflows = (await readdir(join(root, "spec/workflows"))).map((name) => `spec/workflows/${name}`);
const passed = await Promise.all([
  lint(source, `${source} and the files it refers to`),
  ...workflows.map((file) => lint(file, file)),
]);
// The bundle repeats what the source has wrong: only what it adds is news.
process.exitCode = passed.every(Boolean) && (await lintBundle()) ? 0 : 1;

async function lint(file: string, what: string): Promise<boolean> {
  const args = ["lint", file, "--config", "redocly.yaml", "--max-problems", "1000"];
  const { code, stdout, stderr } = await redocly(args, root);
  if (code === 0) console.log(`${what}: no problems.`);
  else console.error(`${what}:\n\n${stdout.trim() || stderr}`);
  return code === 0;
}

async function lintBundle(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "leap0-spec-"));
  const file = join(folder, "openapi.json");
  try {
    await writeFile(file, JSON.stringify(await bundle(root, source), undefined, 2));
    return await lint(file, "The bundle made of them");
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    console.error(error.message);
    return false;
  } finally {
    await rm(folder, { recursive: true });
  }
}
