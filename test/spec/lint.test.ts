import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readDescription } from "../../scripts/description/read.ts";
import { root } from "../../scripts/install.ts";
import { lint } from "../../scripts/redocly.ts";
import { copyOfDescription, program } from "./copy.ts";

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
    const reported = problems
      .filter(({ rule }) => rules.includes(rule))
      .map(({ place }) => `${join(root, place.file)}:${place.line}`);
    expect(reported.sort()).toEqual(marks.sort());
  },
);

it("every rule of ours has lines that break it", async () => {
  const judged = documents.filter(({ marks }) => marks.length > 0).flatMap(({ rules }) => rules);
  const { rules } = parse(await readFile(join(root, "redocly.yaml"), "utf8")) as { rules: object };
  const ours = Object.keys(rules).filter((rule) => /^(leap0|rule)\//.test(rule));
  expect(ours.length).toBeGreaterThan(5);
  expect(ours.filter((rule) => !judged.includes(rule))).toEqual([]);
});

function marksIn(path: string, body: string): string[] {
  return body.split("\n").flatMap((line, index) => {
    const mark = /# breaks(?: (\d+))?$/.exec(line);
    return mark ? Array<string>(Number(mark[1] ?? 1)).fill(`${path}:${index + 1}`) : [];
  });
}

it("the description has no component that nothing uses", async () => {
  const parts = [
    "parameters",
    "responses",
    "headers",
    "examples/sandboxes",
    "examples/mounts",
    "examples/failures",
  ];
  const written = await Promise.all(
    parts.map(async (part) => {
      const text = await readFile(join(root, `spec/components/${part}.yaml`), "utf8");
      return Object.keys(parse(text)).map((name) => `${part.split("/")[0]} ${name}`);
    }),
  );
  const schemas = await readdir(join(root, "spec/components/schemas"));
  const { components } = await readDescription(root);
  const used = Object.entries(components).flatMap(([kind, members]) =>
    Object.keys(members as object).map((name) => `${kind} ${name}`),
  );
  const all = [...written.flat(), ...schemas.map((name) => `schemas ${name.replace(".yaml", "")}`)];
  expect(all.filter((name) => !used.includes(name))).toEqual([]);
});

describe("the lint program", () => {
  it("ends with 1, and says where each problem stands and what to do", async () => {
    const copy = await copyOfDescription();
    await copy.edit("spec/paths/v1_sandbox_{sandboxID}_pause.yaml", (text) =>
      text.replace(/ {4}"401": .*\n/, ""),
    );
    // A property of a response that is an object with a secret in it. All other rules are kept.
    await copy.edit(
      "spec/components/schemas/Mount.yaml",
      (text) => `${text.trimEnd()}
  access:
    type: object
    description: How the bucket is reached.
    examples: [{}]
    properties: { secret_access_key: { type: string, format: password, writeOnly: true, description: It., examples: [a] } }
`,
    );
    const { code, output } = await program("spec-lint.ts", "--root", copy.root);
    expect(code).toBe(1);
    expect(output).toMatch(/v1_sandbox_\{sandboxID\}_pause\.yaml:\d+:\d+ {2}rule\/operation-failures/);
    expect(output).toContain("401 is required");
    expect(output).toMatch(/Mount\.yaml:\d+:\d+ {2}leap0\/no-secret-in-response/);
    expect(output).toContain("Take `secret_access_key` out of the response");
  });

  it("ends with 1 when a workflow is not one", async () => {
    const copy = await copyOfDescription();
    await copy.edit("spec/workflows/lifecycle.arazzo.yaml", (text) =>
      text.replace("$steps.mount.outputs.mountID", "$steps.mounted.outputs.mountID"),
    );
    const { code, output } = await program("spec-lint.ts", "--root", copy.root);
    expect(code).toBe(1);
    expect(output).toMatch(/lifecycle\.arazzo\.yaml:\d+:\d+ /);
    expect(output).toContain("spec/openapi.yaml and the files it refers to: no problems.");
  });

  it("ends with 1 when the description cannot be bundled", async () => {
    const copy = await copyOfDescription();
    await copy.edit("spec/openapi.yaml", (text) =>
      text.replace("paths/v1_sandboxes.yaml", "paths/none.yaml"),
    );
    const { code, output } = await program("spec-lint.ts", "--root", copy.root);
    expect(code).toBe(1);
    expect(output).toContain("none.yaml");
  });
});
