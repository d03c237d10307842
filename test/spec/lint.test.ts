import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readDescription } from "../../scripts/description/read.ts";
import { lint } from "../../scripts/lint.ts";
import { copyOfDescription, program, root } from "./copy.ts";

const pause = "spec/paths/v1_sandbox_{sandboxID}_pause.yaml";
const mount = "spec/components/schemas/Mount.yaml";

const without401 = (text: string) => text.replace(/ {4}"401":\n {6}.*\n/, "");

// A property of a response that is an object with a secret in it. All other rules are kept.
const withSecret = (text: string) => `${text.trimEnd()}
  access:
    type: object
    description: How the bucket is reached.
    examples: [{}]
    properties:
      secret_access_key:
        type: string
        format: password
        writeOnly: true
        description: The secret.
        examples: [placeholder]
`;

type Edit = [name: string, rule: string, file: string, change: (text: string) => string];

const edits: readonly Edit[] = [
  ["without 401 on one operation", "leap0/operation-failures", pause, without401],
  ["with a secret in a nested property of a response", "leap0/no-secret-in-response", mount, withSecret],
  [
    "with a secret that is not marked",
    "leap0/secret-write-only",
    "spec/components/schemas/MountRequest.yaml",
    (text) => text.replace(/ +writeOnly: true\n/, ""),
  ],
  [
    "with a closed enum in a response",
    "leap0/open-enums",
    "spec/components/schemas/SandboxState.yaml",
    (text) =>
      text
        .replace("anyOf:\n  - type: string\n    enum:", "type: string\nenum:")
        .replace("  - type: string\nexamples", "examples"),
  ],
  [
    "with an open enum in a request",
    "leap0/open-enums",
    "spec/components/schemas/SandboxStateFilter.yaml",
    (text) =>
      text
        .replace("type: string\n", "")
        .replace(/^enum:\n((?: {2}.*\n)+)/m, (_, values: string) =>
          [
            "anyOf:",
            "  - type: string",
            "    enum:",
            values.replace(/^/gm, "    ").trimEnd(),
            "  - type: string\n",
          ].join("\n"),
        ),
  ],
  [
    "with a pattern that begins with a slash",
    "leap0/pattern-slash",
    "spec/components/schemas/MountRequest.yaml",
    (text) => text.replace("pattern: ^[/]", "pattern: ^/"),
  ],
  [
    "with a schema that has a title of its own",
    "leap0/portable-schema",
    mount,
    (text) => `title: A mount\n${text}`,
  ],
  [
    "with a 429 that names no Retry-After",
    "response-contains-header",
    "spec/components/responses.yaml",
    (text) => text.replace("    Retry-After:", "    X-Later:"),
  ],
  [
    "with an operation that does not say what may be retried",
    "leap0/operation-facts",
    pause,
    (text) => text.replace(/^ {2}x-leap0:\n(?: {4}.*\n)+/m, ""),
  ],
];

describe("the description", () => {
  const broken = new Map<string, string[]>();

  beforeAll(async () => {
    const files = edits.map(async ([, , file, change]) => {
      const copy = await copyOfDescription();
      await copy.edit(file, change);
      return join(copy.root, "spec/openapi.yaml");
    });
    const reports = await lint([...(await Promise.all(files)), "spec/openapi.yaml"], root);
    for (const [index, problems] of reports.entries()) {
      const rules = new Set(problems.map(({ rule }) => rule));
      broken.set(edits[index]?.[0] ?? "as it stands", [...rules]);
    }
  });

  it("has no problems as it stands", () => {
    expect(broken.get("as it stands")).toEqual([]);
  });

  it.each(edits)("is rejected %s, by %s", (name, rule) => {
    expect(broken.get(name)).toEqual([rule]);
  });
});

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
    await copy.edit(pause, without401);
    await copy.edit(mount, withSecret);
    const { code, output } = await program("spec-lint.ts", "--root", copy.root);
    expect(code).toBe(1);
    expect(output).toMatch(/v1_sandbox_\{sandboxID\}_pause\.yaml:\d+:\d+ {2}leap0\/operation-failures/);
    expect(output).toContain("Describe `401` on pauseSandbox");
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
