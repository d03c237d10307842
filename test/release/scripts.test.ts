import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string): string => readFileSync(root + path, "utf8");
const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };

const workflows = readdirSync(`${root}.github/workflows`).map((name) => `.github/workflows/${name}`);
const pages = ["README.md", "CONTRIBUTING.md", ".github/pull_request_template.md", ".changeset/README.md"];
const callers = [...workflows, ...pages, ".ci/run"];

const called = (text: string): string[] =>
  [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = ""]) => name);

test.each(callers)("%s calls scripts that there are", (path) => {
  expect(called(read(path)).filter((name) => !scripts[name])).toEqual([]);
});

test("scripts call scripts that there are", () => {
  const all = Object.values(scripts).flatMap(called);
  expect(all.length).toBeGreaterThan(5);
  expect(all.filter((name) => !scripts[name])).toEqual([]);
});

test("every workflow comes down to .ci/run or to scripts", () => {
  for (const path of workflows) expect(read(path), path).toMatch(/bash \.ci\/run|npm run /);
});
