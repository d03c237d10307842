import { describe, expect, it } from "vitest";
import { KEY, mount, inProcess as open, type Read, read } from "./support/open.ts";

const without = (field: keyof typeof mount) =>
  Object.fromEntries(Object.entries(mount).filter(([name]) => name !== field));

const mounts: [what: string, body: unknown, field: string][] = [
  ...(["type", "bucket", "mount_path", "endpoint"] as const).map((field): [string, unknown, string] => [
    `no ${field}`,
    without(field),
    field,
  ]),
  ["a type that does not exist", { ...mount, type: "nfs" }, "type"],
  ["a number for a bucket", { ...mount, bucket: 5 }, "bucket"],
  ["an empty bucket", { ...mount, bucket: "" }, "bucket"],
  ["null for a prefix", { ...mount, prefix: null }, "prefix"],
  ["text for read_only", { ...mount, read_only: "yes" }, "read_only"],
  ["a relative mount path", { ...mount, mount_path: "data/assets" }, "mount_path"],
  ["an endpoint that is no URL", { ...mount, endpoint: "s3 example" }, "endpoint"],
  ["an endpoint of another scheme", { ...mount, endpoint: "ftp://s3.example.com" }, "endpoint"],
  ["an endpoint without a host", { ...mount, endpoint: "https://" }, "endpoint"],
  ["an endpoint with an impossible port", { ...mount, endpoint: "https://s3.example.com:99999" }, "endpoint"],
  ["a prefix without a slash at its end", { ...mount, prefix: "images" }, "prefix"],
  ["a secret that is no text", { ...mount, secret_access_key: { deep: 1 } }, "secret_access_key"],
  ["an array", [mount], "body"],
  ["null", null, "body"],
  ["a number", 5, "body"],
  ["text that is no JSON", `{"type":`, "body"],
  ["nothing", "", "body"],
];

const sandboxes: [what: string, change: object, field: string][] = [
  ["no template", { template_name: undefined }, "template_name"],
  ["an empty template", { template_name: "" }, "template_name"],
  ["too many processors", { vcpu: 9 }, "vcpu"],
  ["half a processor", { vcpu: 0.5 }, "vcpu"],
  ["an odd number of MiB", { memory: 1025 }, "memory"],
  ["a timeout of more than eight hours", { timeout: 28_801 }, "timeout"],
  ["text for a number", { timeout: "300" }, "timeout"],
  ["an environment variable that is no text", { env_vars: { my_var: 1 } }, "env_vars"],
  ["a mount that is wrong inside", { mounts: [mount, { ...mount, mount_path: "b" }] }, "mounts.1.mount_path"],
  ["a mount of an empty bucket", { mounts: [{ ...mount, bucket: "" }] }, "mounts.0.bucket"],
  ["a mount from no host", { mounts: [{ ...mount, endpoint: "https://" }] }, "mounts.0.endpoint"],
  [
    "two mounts at one place",
    { mounts: [mount, { ...mount, mount_path: "/data/assets/" }] },
    "mounts.1.mount_path",
  ],
  ["a policy without a mode", { network_policy: {} }, "network_policy.mode"],
  ["a policy that is text", { network_policy: "deny-all" }, "network_policy"],
  [
    "a transform without a domain",
    { network_policy: { mode: "custom", transforms: [{}] } },
    "network_policy.transforms.0.domain",
  ],
  ...["192.0.2.0", "192.0.2.0/33", "300.0.2.0/24", "example.com/24", "2001:db8::/129", ""].map(
    (range): [string, object, string] => [
      `the address range ${range}`,
      { network_policy: { mode: "custom", allow_cidrs: [range] } },
      "network_policy.allow_cidrs.0",
    ],
  ),
];

function expectInvalid({ status, body, text }: Read, field: string) {
  expect(status).toBe(400);
  expect(body).toEqual({ message: expect.any(String), errors: expect.any(Array) });
  expect(body.errors.map((error) => error.field)).toContain(field);
  expect(text).not.toContain("must-not-come-back");
}

describe("what is invalid gets 400, names its field, and changes nothing", () => {
  it.each(mounts)("a mount with %s", async (_, body, field) => {
    const { call, create, emulator } = await open();
    expectInvalid(await call("POST", `/v1/sandbox/${await create()}/mounts`, body), field);
    expect(emulator.export().sandboxes[0]?.mounts).toEqual([]);
  });

  it.each(sandboxes)("a sandbox with %s", async (_, change, field) => {
    const { call, emulator } = await open();
    expectInvalid(await call("POST", "/v1/sandbox/", { template_name: "t", ...change }), field);
    expect(emulator.export().sandboxes).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ["another type", { type: "object-storage" }, "type"],
    ["null for a prefix", { prefix: null }, "prefix"],
    ["an empty bucket", { bucket: "" }, "bucket"],
    ["an endpoint without a host", { endpoint: "https://" }, "endpoint"],
    ["a prefix without a slash at its end", { prefix: "images" }, "prefix"],
    ["an array", [], "body"],
  ])("an update with %s", async (_, body, field) => {
    const { call, create } = await open();
    const id = await create({ mounts: [mount] });
    const [before] = (await call("GET", `/v1/sandbox/${id}/`)).body.mounts ?? [];
    expectInvalid(await call("PATCH", `/v1/sandbox/${id}/mounts/${before?.id}`, body), field);
    expect((await call("GET", `/v1/sandbox/${id}/`)).body.mounts).toEqual([before]);
  });

  it.each(["/.", "/..", "/data/../etc", "/data/.", "/a\\b", "/a\nb", "/\u0000"])(
    "the mount path %j in create, add and update",
    async (mount_path) => {
      const { call, create } = await open();
      const id = await create({ mounts: [mount] });
      const [present] = (await call("GET", `/v1/sandbox/${id}/`)).body.mounts ?? [];
      const bad = { ...mount, mount_path };
      const created = await call("POST", "/v1/sandbox/", { template_name: "t", mounts: [bad] });
      expectInvalid(created, "mounts.0.mount_path");
      expectInvalid(await call("POST", `/v1/sandbox/${id}/mounts`, bad), "mount_path");
      const path = `/v1/sandbox/${id}/mounts/${present?.id}`;
      expectInvalid(await call("PATCH", path, { mount_path }), "mount_path");
    },
  );

  it.each([
    ...["state=deleted", "state=asleep", "sort=id", "order-by=up", "page=0", "page=one", "page=1.5"],
    ...["page-size=101", "page-size="],
  ])("a list with %s", async (query) => {
    const { call } = await open();
    expectInvalid(await call("GET", `/v1/sandboxes?${query}`), query.split("=")[0] as string);
  });

  it("a body that is not sent as JSON, as when a caller's own headers replaced the content type", async () => {
    const { fetch, base } = await open();
    const init = { method: "POST", headers: { authorization: KEY }, body: `{"template_name":"t"}` };
    expectInvalid(await read(await fetch(`${base}/v1/sandbox/`, init)), "body");
  });

  it("every field at fault is named at once", async () => {
    const { call, create } = await open();
    const wrong = { bucket: 1, mount_path: "x", endpoint: "y" };
    const { body } = await call("POST", `/v1/sandbox/${await create()}/mounts`, wrong);
    const fields = new Set(body.errors.map((error) => error.field));
    expect(fields).toEqual(new Set(["type", "bucket", "mount_path", "endpoint"]));
  });

  it("a list that is too long is said to be that, without a word on its entries", async () => {
    const { call } = await open();
    const tooLong = [{ field: "mounts", error: "must not be longer than 8" }];
    for (const entry of [{ ...mount }, 1]) {
      const places = new Array(entry === 1 ? 30_000 : 9).fill(entry);
      const { body } = await call("POST", "/v1/sandbox/", { template_name: "t", mounts: places });
      expect(body.errors).toEqual(tooLong);
    }
  });

  it("neither a key that it does not know nor a value is repeated", async () => {
    const { call } = await open();
    const secret = "sk-live-0123456789";
    for (const body of [
      { template_name: "t", env_vars: { [secret]: 5 } },
      { template_name: [secret] },
      { template_name: "t", mounts: [{ ...mount, type: secret, [secret]: secret }] },
      { template_name: "t", network_policy: { mode: secret } },
      `"${secret}`,
    ]) {
      const { status, text } = await call("POST", "/v1/sandbox/", body);
      expect(status).toBe(400);
      expect(text).not.toContain(secret);
    }
  });
});

it.each<[what: string, body: unknown]>([
  ["a byte order mark in front of JSON", `\ufeff{"template_name":"t"}`],
  ...["192.0.2.0/24", "2001:db8::/32", "::/0"].map((range): [string, object] => [
    `the address range ${range}`,
    { template_name: "t", network_policy: { mode: "custom", allow_cidrs: [range] } },
  ]),
])("%s is valid", async (_, body) => {
  expect((await (await open()).call("POST", "/v1/sandbox/", body)).status).toBe(201);
});
