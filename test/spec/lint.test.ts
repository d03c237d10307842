import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { lint } from "../../scripts/lint.ts";
import { copyOfDescription, root } from "./support/copy.ts";
import { program } from "./support/program.ts";

const pause = "spec/paths/v1_sandbox_{sandboxID}_pause.yaml";
const mount = "spec/components/schemas/Mount.yaml";

const without401 = (text: string) => text.replace(/ {4}"401":\n {6}.*\n/, "");

// A property of an answer that is an object with a secret in it. All other rules are kept.
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

interface Edit {
  readonly name: string;
  readonly file: string;
  readonly change: (text: string) => string;
  readonly broken: string;
}

const edits: readonly Edit[] = [
  {
    name: "without 401 on one operation",
    file: pause,
    change: without401,
    broken: "leap0/operation-failures",
  },
  {
    name: "with a secret in a nested property of an answer",
    file: mount,
    change: withSecret,
    broken: "leap0/no-secret-in-response",
  },
  {
    name: "with a secret that is not marked",
    file: "spec/components/schemas/MountRequest.yaml",
    change: (text) => text.replace(/ +writeOnly: true\n/, ""),
    broken: "leap0/secret-write-only",
  },
  {
    name: "with a closed enum in an answer",
    file: "spec/components/schemas/SandboxState.yaml",
    change: (text) => text.replace("x-open-enum: true\n", ""),
    broken: "leap0/open-enums",
  },
  {
    name: "with an open enum in a request",
    file: "spec/components/schemas/SandboxStateFilter.yaml",
    change: (text) => `${text}x-open-enum: true\n`,
    broken: "leap0/open-enums",
  },
  {
    name: "with a 429 that names no Retry-After",
    file: "spec/components/responses/StartLimited.yaml",
    change: (text) => text.replace(/headers:\n(?: {2}.*\n)+/, ""),
    broken: "response-contains-header",
  },
  {
    name: "with an operation that does not say what may be retried",
    file: pause,
    change: (text) => text.replace(/^ {2}x-leap0:\n(?: {4}.*\n)+/m, ""),
    broken: "leap0/operation-facts",
  },
];

describe("the description", () => {
  const broken = new Map<string, string[]>();

  beforeAll(async () => {
    const files = edits.map(async ({ file, change }) => {
      const copy = await copyOfDescription();
      await copy.edit(file, change);
      return join(copy.root, "spec/openapi.yaml");
    });
    const reports = await lint([...(await Promise.all(files)), "spec/openapi.yaml"], root);
    for (const [index, problems] of reports.entries()) {
      const rules = new Set(problems.map(({ rule }) => rule));
      broken.set(edits[index]?.name ?? "as it stands", [...rules]);
    }
  }, 60_000);

  it("has no problems as it stands", () => {
    expect(broken.get("as it stands")).toEqual([]);
  });

  it.each(edits)("is refused $name", ({ name, broken: rule }) => {
    expect(broken.get(name)).toEqual([rule]);
  });
});

describe("the lint program", () => {
  it("ends with 1, and says where each problem stands and what to do", { timeout: 60_000 }, async () => {
    const copy = await copyOfDescription();
    await copy.edit(pause, without401);
    await copy.edit(mount, withSecret);
    const { code, output } = await program("spec-lint.ts", "--root", copy.root);
    expect(code).toBe(1);
    expect(output).toMatch(/v1_sandbox_\{sandboxID\}_pause\.yaml:\d+:\d+ {2}leap0\/operation-failures/);
    expect(output).toContain("Describe `401` on pauseSandbox");
    expect(output).toMatch(/Mount\.yaml:\d+:\d+ {2}leap0\/no-secret-in-response/);
    expect(output).toContain("Take `secret_access_key` out of the answer");
  });

  it("ends with 1 when a workflow is not one", { timeout: 60_000 }, async () => {
    const copy = await copyOfDescription();
    await copy.edit("spec/workflows/lifecycle.arazzo.yaml", (text) =>
      text.replace("$steps.mount.outputs.mountID", "$steps.mounted.outputs.mountID"),
    );
    const { code, output } = await program("spec-lint.ts", "--root", copy.root);
    expect(code).toBe(1);
    expect(output).toMatch(/lifecycle\.arazzo\.yaml:\d+:\d+ /);
    expect(output).toContain("spec/openapi.yaml and the files it refers to: no problems.");
  });

  it("ends with 1 when the description cannot be bundled", { timeout: 60_000 }, async () => {
    const copy = await copyOfDescription();
    await copy.edit("spec/openapi.yaml", (text) =>
      text.replace("paths/v1_sandboxes.yaml", "paths/none.yaml"),
    );
    const { code, output } = await program("spec-lint.ts", "--root", copy.root);
    expect(code).toBe(1);
    expect(output).toContain("none.yaml");
  });
});
