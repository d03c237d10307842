import { describe, expect, it } from "vitest";
import { KEY, mount, read, ways } from "./support/open.ts";

const without = (field: keyof typeof mount) =>
  Object.fromEntries(Object.entries(mount).filter(([name]) => name !== field));

const refusedMounts: [name: string, body: unknown, field: string][] = [
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
  [
    "an endpoint with a port that cannot be",
    { ...mount, endpoint: "https://s3.example.com:99999" },
    "endpoint",
  ],
  ["a prefix without a slash at its end", { ...mount, prefix: "images" }, "prefix"],
  ["a secret that is no text", { ...mount, secret_access_key: { deep: 1 } }, "secret_access_key"],
  ["an array", [mount], "body"],
  ["null", null, "body"],
  ["a number", 5, "body"],
  ["text that is no JSON", `{"type":`, "body"],
  ["nothing", "", "body"],
  ["eleven MiB", { ...mount, bucket: "x".repeat(11 * 1024 * 1024) }, "body"],
];

const refusedSandboxes: [name: string, body: unknown, field: string][] = [
  ["no template", {}, "template_name"],
  ["an empty template", { template_name: "" }, "template_name"],
  ["too many processors", { template_name: "t", vcpu: 9 }, "vcpu"],
  ["half a processor", { template_name: "t", vcpu: 0.5 }, "vcpu"],
  ["an odd number of MiB", { template_name: "t", memory: 1025 }, "memory"],
  ["minutes for seconds, much too long", { template_name: "t", timeout: 28_801 }, "timeout"],
  ["text for a number", { template_name: "t", timeout: "300" }, "timeout"],
  ["an environment variable that is no text", { template_name: "t", env_vars: { my_var: 1 } }, "env_vars"],
  [
    "nine mounts",
    { template_name: "t", mounts: Array.from({ length: 9 }, (_, n) => ({ ...mount, mount_path: `/m${n}` })) },
    "mounts",
  ],
  [
    "a mount that is wrong inside",
    { template_name: "t", mounts: [mount, { ...mount, mount_path: "b" }] },
    "mounts.1.mount_path",
  ],
  [
    "a mount of an empty bucket",
    { template_name: "t", mounts: [mount, { ...mount, mount_path: "/b", bucket: "" }] },
    "mounts.1.bucket",
  ],
  [
    "a mount from an endpoint without a host",
    { template_name: "t", mounts: [{ ...mount, endpoint: "https://" }] },
    "mounts.0.endpoint",
  ],
  [
    "two mounts at one place",
    { template_name: "t", mounts: [mount, { ...mount, mount_path: "/data/assets/" }] },
    "mounts.1.mount_path",
  ],
  ["a policy without a mode", { template_name: "t", network_policy: {} }, "network_policy.mode"],
  ["a policy that is text", { template_name: "t", network_policy: "deny-all" }, "network_policy"],
  [
    "a transform without a domain",
    { template_name: "t", network_policy: { mode: "custom", transforms: [{}] } },
    "network_policy.transforms.0.domain",
  ],
];

function expectRefused(
  { status, body, text }: { status: number; body: unknown; text: string },
  field: string,
) {
  expect(status).toBe(400);
  expect(body).toEqual({ message: expect.any(String), errors: expect.any(Array) });
  const fields = (body as { errors: { field: string; error: string }[] }).errors.map((error) => error.field);
  expect(fields).toContain(field);
  expect(text).not.toContain("must-not-come-back");
}

describe.each(ways)("what is refused $way", ({ open }) => {
  it.each(refusedMounts)("a mount with %s", async (_, body, field) => {
    const { call, create, emulator } = await open();
    const id = await create();
    expectRefused(await call("POST", `/v1/sandbox/${id}/mounts`, body === "" ? "" : body), field);
    expect(emulator.export().sandboxes[0]?.mounts).toEqual([]);
  });

  it.each(refusedSandboxes)("a sandbox with %s", async (_, body, field) => {
    const { call, emulator } = await open();
    expectRefused(await call("POST", "/v1/sandbox/", body), field);
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
    expectRefused(await call("PATCH", `/v1/sandbox/${id}/mounts/${before?.id}`, body), field);
    expect((await call("GET", `/v1/sandbox/${id}/`)).body.mounts).toEqual([before]);
  });

  it.each([
    ["state=deleted", "state"],
    ["state=asleep", "state"],
    ["sort=id", "sort"],
    ["order-by=up", "order-by"],
    ["page=0", "page"],
    ["page=one", "page"],
    ["page=1.5", "page"],
    ["page-size=101", "page-size"],
    ["page-size=", "page-size"],
  ])("a list with %s", async (query, field) => {
    const { call } = await open();
    expectRefused(await call("GET", `/v1/sandboxes?${query}`), field);
  });

  it("names every field at fault at once", async () => {
    const { call, create } = await open();
    const id = await create();
    const { body } = await call("POST", `/v1/sandbox/${id}/mounts`, {
      bucket: 1,
      mount_path: "x",
      endpoint: "y",
    });
    const fields = new Set(body.errors.map((error) => error.field));
    expect(fields).toEqual(new Set(["type", "bucket", "mount_path", "endpoint"]));
  });

  it("does not repeat a key that it does not know, nor a value", async () => {
    const { call } = await open();
    const secret = "sk-live-0123456789";
    const bodies = [
      { template_name: "t", env_vars: { [secret]: 5 } },
      { template_name: [secret] },
      { template_name: "t", mounts: [{ ...mount, type: secret, [secret]: secret }] },
      { template_name: "t", network_policy: { mode: secret } },
      `"${secret}`,
    ];
    for (const body of bodies) {
      const { status, text } = await call("POST", "/v1/sandbox/", body);
      expect(status).toBe(400);
      expect(text).not.toContain(secret);
    }
  });

  it("a body that is not sent as JSON, as when a caller's own headers replaced the content type", async () => {
    const { fetch, base } = await open();
    const response = await fetch(`${base}/v1/sandbox/`, {
      method: "POST",
      headers: { authorization: KEY },
      body: JSON.stringify({ template_name: "t" }),
    });
    expectRefused(await read(response), "body");
  });

  it("takes a body of almost ten MiB", async () => {
    const { call } = await open();
    const big = { template_name: "t", env_vars: { big: "x".repeat(10 * 1024 * 1024 - 100) } };
    expect((await call("POST", "/v1/sandbox/", big)).status).toBe(201);
  });
});
