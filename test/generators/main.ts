/**
 * `npm run test:generators`: what other people's tools make of the description.
 *
 * It judges whether each tool reads the description, whether its client compiles under `tsc --strict` and works over HTTP
 * against the emulator, whether its validation rejects a relative `mount_path`, and whether validators find errors. It
 * cannot judge what no tool looks at, such as the wording of texts, nor whether the description is true of the real API.
 *
 * A server that does not return the state that a client has to survive is the wrong response that it must object to.
 *
 * `-- --write` writes the result into docs/guides/generate-your-own.md; without it, that page has to be current.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { provision, root } from "../../scripts/install.ts";
import { table } from "../support/table.ts";
import { emptyOut, objectsToWrongResponse, type Result, type Row, tryTools } from "./matrix.ts";
import { tryPostman } from "./postman.ts";
import { accepted, validateAll } from "./validators.ts";

const page = join(root, "docs/guides/generate-your-own.md");
const [BEGIN, END] = ["<!-- begin: npm run test:generators -- --write -->", "<!-- end -->"] as const;

await provision("test/generators");
await emptyOut(await readFile(join(root, "src/generated/openapi.json"), "utf8"));
const [clients, postman, verdicts] = await Promise.all([tryTools(), tryPostman(), validateAll()]);
const rows = [...clients, postman].sort((a, b) => (a.name < b.name ? -1 : 1));

const shown = (result: Result): string => (result === undefined ? "–" : result === "ok" ? "yes" : "**no**");
const matrix = table(
  ["tool", "accepts", "compiles", "works", "rejects", "checks ids"],
  rows.map(({ title, results: { accepts, compiles, works, rejects }, checksIds }) => [
    title,
    ...[accepts, compiles, works, rejects].map(shown),
    checksIds === undefined ? "–" : checksIds ? "yes" : "no",
  ]),
);
const judged = table(
  ["validator", "errors", "warnings that stay"],
  verdicts.map(({ name, warnings, problems }) => [name, problems.length, warnings]),
);
console.log(`\n${matrix}\n\n${judged}\n`);

const problems = [
  ...rows.flatMap(({ name, results }) =>
    Object.entries(results).flatMap(([step, result]) =>
      typeof result === "object" ? [`${name}, ${step}: ${result.problem}`] : [],
    ),
  ),
  ...verdicts.flatMap((verdict) => verdict.problems.map((problem) => `${verdict.name}: ${problem}`)),
  ...((await objectsToWrongResponse()) ? [] : ["a response with a wrong state passes the scenario"]),
  ...(await keepPage()),
];
for (const problem of problems) console.error(problem.slice(0, 2_000));
process.exitCode = problems.length > 0 ? 1 : 0;

async function keepPage(): Promise<string[]> {
  const text = await readFile(page, "utf8");
  const [before, rest = ""] = text.split(BEGIN);
  const [, after] = rest.split(END);
  const current = [before, BEGIN, "\n\n", result(), "\n\n", END, after].join("");
  if (current === text) return [];
  if (!process.argv.includes("--write"))
    return ["docs/guides/generate-your-own.md is stale: run `npm run test:generators -- --write`"];
  await writeFile(page, current);
  return [];
}

function result(): string {
  const reasons = table(
    ["rules whose warnings stay", "why"],
    accepted.map(([reason, rules]) => [rules.map((rule) => `\`${rule}\``).join(", "), reason]),
  );
  const style =
    "IBM's validator reports its maker's house style as errors; what is accepted below counts as a warning here. The sample that openapi-sampler makes of each schema is valid.";
  return [matrix, ...rows.map(section), "## Validators", judged, style, reasons].join("\n\n");
}

function section({ title, command, files = {}, faults }: Row): string {
  const configs = Object.entries(files).map(
    ([path, text]) => `\`out/${path}\`:\n\n\`\`\`js\n${text.trim()}\n\`\`\``,
  );
  return [
    `## ${title}`,
    `\`\`\`sh\nnpx ${command}\n\`\`\``,
    ...configs,
    ...(faults.length > 0 ? [faults.map((fault) => `- ${fault}`).join("\n")] : []),
  ].join("\n\n");
}
