import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Description, follow, type OperationObject } from "../../scripts/description/document.ts";
import { bodies, queries, responses, type Validate } from "../../src/generated/emulator/validators.js";
import document from "../../src/generated/openapi.json" with { type: "json" };

const file = fileURLToPath(new URL("../../src/generated/emulator/validators.js", import.meta.url));

const description = document as unknown as Description;
const operations = Object.values(description.paths).flatMap(
  (item) => Object.values(item) as OperationObject[],
);
const validators = responses as Readonly<Record<string, Readonly<Record<string, Validate>>>>;

/** Every example of the description, with the validator of the place it stands at. */
const examples = operations.flatMap(({ operationId: id, requestBody, responses: described }) =>
  [
    ...(requestBody ? [[`${id} request`, requestBody, bodies[id as keyof typeof bodies]] as const] : []),
    ...Object.entries(described).map(
      ([status, response]) => [`${id} ${status}`, response, validators[id]?.[status]] as const,
    ),
  ].flatMap(([where, body, validate]) =>
    Object.entries(follow(description, body).content?.["application/json"]?.examples ?? {}).map(
      ([name, example]) => ({
        name: `${where}, ${name}`,
        value: follow(description, example).value,
        validate,
      }),
    ),
  ),
);

function problems(validate: Validate, data: unknown): string[] {
  validate(data);
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

const sandbox = {
  id: "sbx-abc123",
  template_id: "tpl-abc123",
  vcpu: 1,
  memory: 1024,
  disk: 10_240,
  timeout: 300,
  state: "running",
  auto_pause: false,
  created_at: "2026-04-25T09:30:00Z",
};

describe("the validators", () => {
  it("accept every example of the description", () => {
    expect(examples.length).toBeGreaterThan(operations.length * 4);
    const rejected = examples.filter(({ validate, value }) => validate === undefined || !validate(value));
    expect(rejected.map(({ name }) => name)).toEqual([]);
  });

  it("name every field of a request that is wrong, not only the first", () => {
    const body = { vcpu: 9, memory: 513, mounts: [{ type: "nfs", bucket: 1 }], network_policy: null };
    expect(problems(bodies.createSandbox, body).sort()).toEqual([
      " required",
      "/memory multipleOf",
      // Says that the list is short enough to be read.
      "/mounts if",
      "/mounts/0 required",
      "/mounts/0 required",
      "/mounts/0/bucket type",
      "/mounts/0/type enum",
      "/vcpu maximum",
    ]);
  });

  it("accept an empty prefix in an update but not in a new mount, and no type in an update", () => {
    const mount = {
      type: "object-storage",
      bucket: "b",
      mount_path: "/data",
      endpoint: "https://s3.example.com",
    };
    expect(problems(bodies.updateSandboxMount, { prefix: "" })).toEqual([]);
    expect(problems(bodies.addSandboxMount, mount)).toEqual([]);
    expect(problems(bodies.addSandboxMount, { ...mount, prefix: "" })).toEqual(["/prefix pattern"]);
    expect(problems(bodies.updateSandboxMount, { type: "object-storage" })).toEqual(["/type false schema"]);
  });

  it("accept address ranges of both kinds in a network policy, and nothing else", () => {
    const create = (...allow_cidrs: unknown[]) => ({
      template_name: "t",
      network_policy: { mode: "custom", allow_cidrs },
    });
    expect(problems(bodies.createSandbox, create("192.0.2.0/24", "0.0.0.0/0", "2001:db8::/32"))).toEqual([]);
    for (const wrong of ["192.0.2.0", "192.0.2.0/33", "256.0.0.0/8", "2001:db8::/129", "example.com", "/24"])
      expect(problems(bodies.createSandbox, create(wrong))).toContain("/network_policy/allow_cidrs/0 format");
  });

  it("read a query as text and fill in its defaults", () => {
    const query = { page: "2" };
    expect(problems(queries.listSandboxes, query)).toEqual([]);
    expect(query).toEqual({ page: 2, "page-size": 20, sort: "created_at", "order-by": "desc" });
    expect(
      problems(queries.listSandboxes, { page: "0", "page-size": "many", state: "deleted" }).sort(),
    ).toEqual(["/page minimum", "/page-size type", "/state enum"]);
  });

  it("accept mounts that are missing, null or empty in a response", () => {
    const validate = responses.getSandbox[200];
    for (const mounts of [{}, { mounts: null }, { mounts: [] }]) {
      expect(problems(validate, { ...sandbox, ...mounts })).toEqual([]);
    }
  });

  it("reject a response that lacks a field or has one of another type", () => {
    const { id, ...rest } = sandbox;
    expect(problems(responses.pauseSandbox[201], { ...rest, memory: "1024" }).sort()).toEqual([
      " required",
      "/memory type",
    ]);
    expect(problems(responses.getSandbox[404], { message: 1 })).toEqual(["/message type"]);
    expect(id).toBe("sbx-abc123");
  });
});

describe("the module of the validators", () => {
  it("imports nothing", async () => {
    const source = await readFile(file, "utf8");
    expect(source).not.toMatch(/^\s*import\b|\bimport\(|\brequire\(|\bnew Function\b|\beval\(/m);
  });

  it("runs where code cannot be made from strings", async () => {
    const script = `const { bodies } = await import(${JSON.stringify(file)}); console.log(bodies.createSandbox({ template_name: "t" }), bodies.createSandbox({}));`;
    const args = ["--disallow-code-generation-from-strings", "--input-type=module", "-e", script];
    const output = await new Promise<string>((resolve, reject) => {
      execFile(process.execPath, args, (error, stdout) => (error ? reject(error) : resolve(stdout)));
    });
    expect(output.trim()).toBe("true false");
  });
});
