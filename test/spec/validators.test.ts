import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, expectTypeOf, it } from "vitest";
import { type Description, follow, type OperationObject } from "../../scripts/description/document.ts";
import { root } from "../../scripts/install.ts";
import { must } from "../../scripts/run.ts";
import { bodies, responses, type Validate } from "../../src/generated/emulator/validators.js";
import document from "../../src/generated/openapi.json" with { type: "json" };
import type { components } from "../../src/generated/schema.ts";

const file = join(root, "src/generated/emulator/validators.js");

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

  it("accept mounts that are missing, null or empty in a response", () => {
    const validate = responses.getSandbox[200];
    for (const mounts of [{}, { mounts: null }, { mounts: [] }]) {
      expect(problems(validate, { ...sandbox, ...mounts })).toEqual([]);
    }
  });

  it("reject a response that lacks a field or has one of another type", () => {
    const { id: _, ...rest } = sandbox;
    expect(problems(responses.pauseSandbox[201], { ...rest, memory: "1024" }).sort()).toEqual([
      " required",
      "/memory type",
    ]);
    expect(problems(responses.getSandbox[404], { message: 1 })).toEqual(["/message type"]);
  });
});

// The types of requests and responses as users meet them: test/client/types. These are what no method shows.
describe("the types", () => {
  type Schemas = components["schemas"];

  it("of a validator tell what it has checked", () => {
    const data: unknown = {};
    if (bodies.addSandboxMount(data)) expectTypeOf(data).toEqualTypeOf<Schemas["MountRequest"]>();
    if (responses.pauseSandbox[201](data)) expectTypeOf(data).toEqualTypeOf<Schemas["Sandbox"]>();
  });

  it("of enums are open in responses and closed in requests", () => {
    expectTypeOf<"block-storage">().toExtend<Schemas["Mount"]["type"]>();
    expectTypeOf<"allow-listed">().toExtend<Schemas["NetworkPolicy"]["mode"]>();
    expectTypeOf<Schemas["MountRequest"]["type"]>().toEqualTypeOf<"object-storage">();
    type Modes = "allow-all" | "deny-all" | "custom";
    expectTypeOf<Schemas["NetworkPolicyRequest"]["mode"]>().toEqualTypeOf<Modes>();
  });

  it("list by every known state but one", () => {
    type Known<T> = T extends string ? (string extends T ? never : T) : never;
    type Filter = Exclude<Known<Schemas["SandboxState"]>, "deleted">;
    expectTypeOf<Schemas["SandboxStateFilter"]>().toEqualTypeOf<Filter>();
  });
});

it("the module of the validators imports nothing, and runs where code cannot be made from strings", async () => {
  expect(await readFile(file, "utf8")).not.toMatch(
    /^\s*import\b|\bimport\(|\brequire\(|\bnew Function\b|\beval\(/m,
  );
  const script = `const { bodies } = await import(${JSON.stringify(file)}); console.log(bodies.createSandbox({ template_name: "t" }), bodies.createSandbox({}));`;
  const args = ["--disallow-code-generation-from-strings", "--input-type=module", "-e", script];
  expect((await must(process.execPath, args, { cwd: root })).trim()).toBe("true false");
});
