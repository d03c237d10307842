import { describe, expect, it } from "vitest";
import { follow } from "../../scripts/description/document.ts";
import { type OperationId, operations } from "../../src/generated/operations.ts";
import { having, KEY, mount, inProcess as open, type Read, read, running } from "./support/open.ts";
import { described, description } from "./support/requests.ts";

const valid: Record<string, object> = {
  createSandbox: { template_name: "t" },
  addSandboxMount: { ...mount, mount_path: "/other" },
  updateSandboxMount: {},
};

/** For each keyword with which the description demands something of a field, a value that does not meet it. */
const wrongFor: Record<string, (demanded: never) => unknown> = {
  type: (type: string) => (type === "object" ? 5 : {}),
  enum: () => "no-such-thing",
  pattern: () => "x",
  minimum: (least: number) => least - 1,
  maximum: (most: number) => most + 1,
  multipleOf: (step: number) => 1000 * step + 1,
};
const demands = described.flatMap(({ id, body = {} }) => {
  const { required = [], properties = {} } = follow(description, body);
  const ofFields = Object.entries(properties).flatMap(([field, property]) =>
    Object.entries(follow(description, property))
      .filter(([keyword]) => keyword in wrongFor)
      .map(([keyword, demanded]) => [id, field, keyword, wrongFor[keyword]?.(demanded as never)] as const),
  );
  return [...required.map((field) => [id, field, "required", undefined] as const), ...ofFields];
});

/** Sends the body to an emulator with one sandbox that has one mount. Expects that it changes nothing. */
async function send(operation: string, body: unknown): Promise<Read> {
  const { call, emulator } = await open(having({ ...running("a"), mounts: [{ ...mount, id: "m" }] }));
  const { method, path } = operations[operation as OperationId];
  const before = emulator.export({ includeSecrets: true });
  const response = await call(method, path.replace("{sandboxID}", "a").replace("{mountID}", "m"), body);
  expect(emulator.export({ includeSecrets: true })).toEqual(before);
  return response;
}

function expectInvalid({ status, body, text }: Read, field: string) {
  expect(status).toBe(400);
  expect(body).toEqual({ message: expect.any(String), errors: expect.any(Array) });
  expect(body.errors.map((error) => error.field)).toContain(field);
  expect(text).not.toContain("must-not-come-back");
}

describe("what is invalid gets 400, names its field, and changes nothing", () => {
  it.each(demands)(
    "%s: its %s breaks what the description demands as %s",
    async (operation, field, _, value) => {
      expectInvalid(await send(operation, { ...valid[operation], [field]: value }), field);
    },
  );

  it.each([
    ["an empty bucket", { bucket: "" }, "bucket"],
    ["null for a prefix", { prefix: null }, "prefix"],
    ["an endpoint without a host", { endpoint: "https://" }, "endpoint"],
    ["an endpoint with an impossible port", { endpoint: "https://s3.example.com:99999" }, "endpoint"],
    ...["/.", "/..", "/data/../etc", "/data/.", "/a\\b", "/a\nb", "/\u0000"].map(
      (mount_path) => ["an unusable path", { mount_path }, "mount_path"] as const,
    ),
  ] as const)("a mount with %s, in create, add and update: %o", async (_, change, field) => {
    const sandbox = { template_name: "t", mounts: [mount, { ...mount, mount_path: "/other", ...change }] };
    expectInvalid(await send("createSandbox", sandbox), `mounts.1.${field}`);
    expectInvalid(await send("addSandboxMount", { ...mount, ...change }), field);
    expectInvalid(await send("updateSandboxMount", change), field);
  });

  const policy = (change: object) => ({ network_policy: { mode: "custom", ...change } });
  it.each([
    ["an empty template", { template_name: "" }, "template_name"],
    ["an environment variable that is no text", { env_vars: { my_var: 1 } }, "env_vars"],
    [
      "two mounts at one place",
      { mounts: [mount, { ...mount, mount_path: "/data//assets/" }] },
      "mounts.1.mount_path",
    ],
    ["a policy without a mode", { network_policy: {} }, "network_policy.mode"],
    ["a policy that is text", { network_policy: "deny-all" }, "network_policy"],
    ["a transform for no domain", policy({ transforms: [{}] }), "network_policy.transforms.0.domain"],
    ...["192.0.2.0", "192.0.2.0/33", "300.0.2.0/24", "example.com/24", "2001:db8::/129", ""].map(
      (range) =>
        [`the range "${range}"`, policy({ allow_cidrs: [range] }), "network_policy.allow_cidrs.0"] as const,
    ),
  ] as const)("a sandbox with %s", async (_, change, field) => {
    expectInvalid(await send("createSandbox", { template_name: "t", ...change }), field);
  });

  it("an update of the type, which cannot change", async () => {
    expectInvalid(await send("updateSandboxMount", { type: "object-storage" }), "type");
  });

  it.each([[[]], [null], [5], [`{"type":`], [""]])("a body that is %j", async (body) => {
    for (const operation of ["addSandboxMount", "updateSandboxMount"])
      expectInvalid(await send(operation, body), "body");
  });

  it.each([
    ...["state=deleted", "state=asleep", "sort=id", "order-by=up", "page=0", "page=one", "page=1.5"],
    ...["page-size=101", "page-size=", "state=running&state=paused", "page=1&page=1", "state[is]=running"],
  ])("a list with %s", async (query) => {
    const { call } = await open();
    expectInvalid(await call("GET", `/v1/sandboxes?${query}`), query.split(/[=[]/)[0] as string);
  });

  it("a body that is not sent as JSON, as when a caller's own headers replaced the content type", async () => {
    const { fetch, base } = await open();
    const init = { method: "POST", headers: { authorization: KEY }, body: `{"template_name":"t"}` };
    expectInvalid(await read(await fetch(`${base}/v1/sandbox/`, init)), "body");
  });

  it("every field at fault is named at once", async () => {
    const { body } = await send("addSandboxMount", { bucket: 1, mount_path: "x", endpoint: "y" });
    const fields = new Set(body.errors.map((error) => error.field));
    expect(fields).toEqual(new Set(["type", "bucket", "mount_path", "endpoint"]));
  });

  it.each([
    [9, mount],
    [30_000, 1],
  ])(
    "a list that is too long is said to be that, without a word on its %i entries",
    async (length, entry) => {
      const { body } = await send("createSandbox", {
        template_name: "t",
        mounts: new Array(length).fill(entry),
      });
      expect(body.errors).toEqual([{ field: "mounts", error: "must not be longer than 8" }]);
    },
  );

  const secret = "sk-live-0123456789";
  it.each([
    { template_name: "t", env_vars: { [secret]: 5 } },
    { template_name: [secret] },
    { template_name: "t", mounts: [{ ...mount, type: secret, [secret]: secret }] },
    { template_name: "t", network_policy: { mode: secret } },
    `"${secret}`,
  ])("neither a key that it does not know nor a value is repeated: %j", async (body) => {
    const { status, text } = await send("createSandbox", body);
    expect(status).toBe(400);
    expect(text).not.toContain(secret);
  });
});

it.each([
  `\ufeff{"template_name":"t"}`,
  ...["192.0.2.0/24", "2001:db8::/32", "::/0"].map((range) => ({
    template_name: "t",
    network_policy: { mode: "custom", allow_cidrs: [range] },
  })),
])("a byte order mark and address ranges are valid: %j", async (body) => {
  expect(await (await open()).status("POST", "/v1/sandbox/", body)).toBe(201);
});
