import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { lint, type Problem } from "../../scripts/lint.ts";
import leap0 from "../../spec/rules/plugin.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = fileURLToPath(new URL("fixtures", import.meta.url));
const rules = Object.keys(leap0().rules.oas3);

// `breaks*.yaml` marks each line that the rule of the folder has to report with `# breaks`, and how often if more than
// once. `holds*.yaml` marks nothing, and nothing may be reported. Both are linted by the project's own configuration, so
// a rule that is not switched on there fails too. Files in `parts/` belong to the fixture that refers to them.
const fixtures = rules.flatMap((rule) =>
  readdirSync(join(folder, rule))
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => ({ rule, name, file: join(folder, rule, name) })),
);

const found = new Map<string, Problem[]>();

beforeAll(async () => {
  const reports = await lint(
    fixtures.map(({ file }) => relative(root, file)),
    root,
  );
  for (const [index, { file }] of fixtures.entries()) found.set(file, reports[index] ?? []);
}, 60_000);

describe.each(rules)("the rule leap0/%s", (rule) => {
  it("has fixtures that break it and fixtures that hold", () => {
    const names = fixtures.filter((fixture) => fixture.rule === rule).map(({ name }) => name);
    expect(names.some((name) => name.startsWith("breaks"))).toBe(true);
    expect(names.some((name) => name.startsWith("holds"))).toBe(true);
  });

  it.each(fixtures.filter((fixture) => fixture.rule === rule))(
    "reports what is marked in $name, and no more",
    ({ file, name }) => {
      const reported = (found.get(file) ?? [])
        .filter((problem) => problem.rule === `leap0/${rule}`)
        .map(({ place }) => `${relative(folder, join(root, place.file))}:${place.line}`);
      const marked = referredTo(file).flatMap(marksIn);
      expect(reported.sort()).toEqual(marked.sort());
      expect(marked.length > 0).toBe(name.startsWith("breaks"));
    },
  );
});

function referredTo(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const refs = [...readFileSync(file, "utf8").matchAll(/\$ref: "?([\w./]+\.yaml)/g)];
  return [file, ...refs.flatMap(([, ref = ""]) => referredTo(join(file, "..", ref), seen))];
}

function marksIn(file: string): string[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line, index) => {
      const mark = /# breaks(?: (\d+))?$/.exec(line);
      const times = mark === null ? 0 : Number(mark[1] ?? 1);
      return Array<string>(times).fill(`${relative(folder, file)}:${index + 1}`);
    });
}
