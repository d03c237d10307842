import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { DescriptionError } from "./description/document.ts";
import { bundle } from "./description/read.ts";
import { lint, type Place, type Problem } from "./redocly.ts";

const { values } = parseArgs({
  options: { root: { type: "string", default: fileURLToPath(new URL("..", import.meta.url)) } },
});
const source = "spec/openapi.yaml";

process.exitCode = await run(values.root);

async function run(root: string): Promise<number> {
  const workflows = await workflowsIn(root);
  const [[inSource = [], ...inWorkflows], inBundle] = await Promise.all([
    lint([source, ...workflows], root),
    lintBundle(root),
  ]);
  show(`${source} and the files it refers to`, inSource);
  for (const [at, workflow] of workflows.entries()) show(workflow, inWorkflows[at] ?? []);
  if (inBundle instanceof DescriptionError) {
    console.error(inBundle.message);
    return 1;
  }
  // The bundle repeats what the source has wrong: only what it adds is news.
  const known = new Set(inSource.map(({ rule, message }) => `${rule} ${message}`));
  const added = inBundle.filter(({ rule, message }) => !known.has(`${rule} ${message}`));
  show("The bundle made of them", added);
  return inSource.length + inWorkflows.flat().length + added.length > 0 ? 1 : 0;
}

/** What `redocly respect` goes through: see scripts/referees. */
async function workflowsIn(root: string): Promise<string[]> {
  const files = await readdir(join(root, "spec/workflows"));
  return files.filter((file) => file.endsWith(".arazzo.yaml")).map((file) => `spec/workflows/${file}`);
}

async function lintBundle(root: string): Promise<readonly Problem[] | DescriptionError> {
  const folder = await mkdtemp(join(tmpdir(), "leap0-spec-"));
  const file = join(folder, "openapi.json");
  try {
    await writeFile(file, JSON.stringify(await bundle(root, source), undefined, 2));
    const [problems = []] = await lint([file], root);
    return problems;
  } catch (error) {
    if (error instanceof DescriptionError) return error;
    throw error;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function show(what: string, problems: readonly Problem[]): void {
  if (problems.length === 0) console.log(`${what}: no problems.`);
  else console.error(`${what}: ${problems.length} ${problems.length === 1 ? "problem" : "problems"}.`);
  for (const { rule, message, place, from, suggestions } of problems) {
    console.error(`\n  ${at(place)}  ${rule}`);
    console.error(`    ${message.replaceAll("\n", "\n    ")}`);
    if (suggestions.length > 0) console.error(`    Did you mean ${suggestions.join(" or ")}?`);
    if (from !== undefined) console.error(`    reached from ${at(from)}`);
  }
}

function at({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}
