import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { bodies, queries, responses, type Validate } from "../../src/generated/emulator/validators.js";
import document from "../../src/generated/openapi.json" with { type: "json" };

const file = fileURLToPath(new URL("../../src/generated/emulator/validators.js", import.meta.url));

interface Media {
  readonly examples: Readonly<Record<string, { readonly $ref?: string; readonly value?: unknown }>>;
}
interface Body {
  readonly $ref?: string;
  readonly content?: { readonly "application/json": Media };
}
interface Operation {
  readonly operationId: string;
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body>>;
}

function follow<T extends { readonly $ref?: string }>(thing: T): T {
  if (thing.$ref === undefined) return thing;
  const steps = thing.$ref.slice(2).split("/");
  return steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], document) as T;
}

const operations = Object.values(document.paths)
  .flatMap((item) => Object.values(item) as unknown[])
  .filter((operation): operation is Operation => Object.hasOwn(operation as object, "operationId"));

const examplesOf = (where: string, body: Body, validate: Validate | undefined) =>
  Object.entries(follow(body).content?.["application/json"].examples ?? {}).map(([name, example]) => ({
    name: `${where}, ${name}`,
    value: follow(example).value,
    validate,
  }));

const examples = operations.flatMap(({ operationId: id, requestBody, responses: described }) => [
  ...(requestBody ? examplesOf(`${id} request`, requestBody, (bodies as Record<string, Validate>)[id]) : []),
  ...Object.entries(described).flatMap(([status, response]) =>
    examplesOf(
      `${id} ${status}`,
      response,
      (responses as Record<string, Record<string, Validate>>)[id]?.[status],
    ),
  ),
]);

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
    const refused = examples.filter(({ validate, value }) => validate === undefined || !validate(value));
    expect(refused.map(({ name }) => name)).toEqual([]);
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

  it("read a query as text and fill in its defaults", () => {
    const query = { page: "2" };
    expect(problems(queries.listSandboxes, query)).toEqual([]);
    expect(query).toEqual({ page: 2, "page-size": 20, sort: "created_at", "order-by": "desc" });
    expect(
      problems(queries.listSandboxes, { page: "0", "page-size": "many", state: "deleted" }).sort(),
    ).toEqual(["/page minimum", "/page-size type", "/state enum"]);
  });

  it("accept mounts that are missing, null or empty in an answer", () => {
    const validate = responses.getSandbox[200];
    for (const mounts of [{}, { mounts: null }, { mounts: [] }]) {
      expect(problems(validate, { ...sandbox, ...mounts })).toEqual([]);
    }
  });

  it("refuse an answer that lacks a field or has one of another type", () => {
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
