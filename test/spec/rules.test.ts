import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { lint } from "../../scripts/lint.ts";
import leap0 from "../../spec/rules/plugin.js";
import { root } from "./copy.ts";

const folder = await mkdtemp(join(tmpdir(), "leap0-rules-test-"));
afterAll(() => rm(folder, { recursive: true }));

// Each document that judges rules, with the files that it refers to, in a folder of its own.
const documents: { rules: string[]; entry: string; marks: string[] }[] = [];
const text = await readFile(join(import.meta.dirname, "rules.yaml"), "utf8");
for (const part of text.split(/^--- # /m).slice(1)) {
  const [head = ""] = part.split("\n", 1);
  const body = part.slice(head.length + 1);
  const [, name] = /^file (.*)$/.exec(head) ?? [];
  if (name === undefined) {
    const entry = join(folder, `${documents.length}`, "openapi.yaml");
    documents.push({ rules: head.split(" "), entry, marks: [] });
  }
  const document = documents.at(-1);
  if (document === undefined) throw new Error("rules.yaml begins with a document");
  const path = name === undefined ? document.entry : join(dirname(document.entry), name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, body);
  document.marks.push(...marksIn(path, body));
}

// By the project's own configuration, so that a rule that is not switched on is found as well.
const reports = await lint(
  documents.map(({ entry }) => entry),
  root,
);

it.each(documents.map((document, at) => ({ ...document, problems: reports[at] ?? [] })))(
  "$rules report the lines that are marked, and no other",
  ({ rules, marks, problems }) => {
    const names = rules.map((rule) => `leap0/${rule}`);
    const reported = problems
      .filter(({ rule }) => names.includes(rule))
      .map(({ place }) => `${join(root, place.file)}:${place.line}`);
    expect(reported.sort()).toEqual(marks.sort());
  },
);

it("every rule has lines that break it", () => {
  const judged = documents.filter(({ marks }) => marks.length > 0).flatMap(({ rules }) => rules);
  expect([...new Set(judged)].sort()).toEqual(Object.keys(leap0().rules.oas3).sort());
});

function marksIn(path: string, body: string): string[] {
  return body.split("\n").flatMap((line, index) => {
    const mark = /# breaks(?: (\d+))?$/.exec(line);
    return mark ? Array<string>(Number(mark[1] ?? 1)).fill(`${path}:${index + 1}`) : [];
  });
}
