import { createEmulator } from "leap0-fetch/emulator";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { endpointThat, listing, mountAt, responding, storageWith, withKeys } from "./storage/fixture.ts";
import {
  having,
  inProcess,
  KEY,
  mount,
  type Open,
  overHttp,
  type Read,
  running,
  ways,
} from "./support/open.ts";

/** An emulator that checks mounts, with one sandbox and the storage for it. */
async function withStorage(open: Open, region = "us-east-1") {
  const s3 = await storageWith({ "docs/readme.md": "hello", "images/logo.txt": "logo" }, { region });
  const opened = await open({ ...having(running("a")), verifyStorage: true });
  const path = "/v1/sandbox/a/mounts";
  const mountOf = (change = {}) => ({ ...mount, ...withKeys, prefix: "docs/", endpoint: s3.url, ...change });
  const add = (change = {}) => opened.call("POST", path, mountOf(change));
  return { ...opened, s3, path, mountOf, add };
}

/** Begins with a mount at the endpoint, as it was verified there. */
const mountedAt = (endpoint: string) => ({
  ...having({ ...running("a"), mounts: [{ id: "m", ...mountAt(endpoint) }] }),
  verifyStorage: true,
});

const fieldsOf = ({ body }: Read) => body.errors?.map((error) => error.field);

describe.each(ways)("the sandbox host, $way", ({ open }) => {
  it("serves objects at their paths, also after an update", async () => {
    const { add, invoke, call, act, path } = await withStorage(open);
    const added = await add();
    expect(added.status).toBe(201);
    expect((await invoke("a", "/data/assets/readme.md")).text).toBe("hello");
    const init = { method: "HEAD", headers: { authorization: KEY } };
    const { status, headers, text } = await invoke("a", "/data/assets/readme.md", init);
    expect([status, headers.get("content-length"), text]).toEqual([200, "5", ""]);
    expect((await invoke("a", "/elsewhere")).body).toMatchObject({ sandbox: "a" });
    await call("PATCH", `${path}/${added.body.id}`, { prefix: "images/" });
    expect((await invoke("a", "/data/assets/readme.md")).status).toBe(404);
    await act("a", "pause");
    expect((await invoke("a", "/data/assets/logo.txt")).text).toBe("logo");
    expect((await invoke("a", "/data/assets/logo.txt", { headers: {} })).status).toBe(401);
  });

  it("records a caller who leaves before the storage has responded", async () => {
    const left = new AbortController();
    const silent = await endpointThat(() => left.abort());
    const { invoke, emulator } = await open(mountedAt(silent.url));
    await expect(invoke("a", "/data/assets/a.txt", { signal: left.signal })).rejects.toThrow();
    await vi.waitFor(() => expect(emulator.requests()).toMatchObject([{ status: "abandoned" }]), 60_000);
  });
});

it("a large object leaves no listener behind for each wait of the socket", async () => {
  const warned = vi.fn();
  process.on("warning", warned);
  onTestFinished(() => void process.off("warning", warned));
  const { url } = await storageWith({ "large.bin": "x".repeat(4 << 20) });
  const { invoke } = await overHttp(mountedAt(url));
  expect((await invoke("a", "/data/assets/large.bin")).text).toHaveLength(4 << 20);
  // Warnings are emitted in a later tick.
  await new Promise((resolve) => setImmediate(resolve));
  expect(warned).not.toHaveBeenCalled();
});

it("a mount that the storage rejects gets 400 with the field at fault, and changes nothing", async () => {
  const { add, call, mountOf, path, emulator, mountsOf } = await withStorage(inProcess);
  const wrong = await add({ secret_access_key: "wrong-must-not-come-back" });
  const sandbox = { template_name: "t", mounts: [mountOf({ bucket: "nobody" })] };
  const created = await call("POST", "/v1/sandbox/", sandbox);
  const { body } = await add();
  const updated = await call("PATCH", `${path}/${body.id}`, { bucket: "nobody" });
  for (const [response, field] of [
    [wrong, "secret_access_key"],
    [created, "mounts.0.bucket"],
    [updated, "bucket"],
  ] as const) {
    expect([response.status, fieldsOf(response)]).toEqual([400, [field]]);
    expect(response.text).not.toContain("must-not-come-back");
  }
  expect(await mountsOf("a")).toEqual([body]);
  expect(emulator.export().sandboxes).toHaveLength(1);
});

it.each(["docs/", "with space+plus&more=%25/", "grüße/🪣/", "a//b/"])(
  "a mount is accepted when its bucket can be listed, for one name below the prefix %j",
  async (prefix) => {
    const { add, s3 } = await withStorage(inProcess);
    expect((await add({ prefix })).status).toBe(201);
    const query = { "list-type": "2", "encoding-type": "url", prefix, "max-keys": "1" };
    expect(s3.requests).toEqual([
      { method: "GET", bucket: "project-assets", key: "", query, auth: "header", status: 200 },
    ]);
  },
);

it("the region that the storage asked for is remembered", async () => {
  const { add, s3 } = await withStorage(inProcess, "eu-north-1");
  for (const mount_path of ["/a", "/b"]) expect((await add({ mount_path })).status).toBe(201);
  expect(s3.requests.map(({ status }) => status)).toEqual([400, 200, 200]);
  expect(fieldsOf(await add({ secret_access_key: "wrong" }))).toEqual(["secret_access_key"]);
});

it("a changed endpoint does not get the credentials of the one before", async () => {
  const signed: boolean[] = [];
  const storageFetch = async (_: string, { headers }: RequestInit) => {
    signed.push(new Headers(headers).has("authorization"));
    return new Response(listing());
  };
  const checking = await inProcess({ ...mountedAt("https://s3.example.com"), storageFetch });
  for (const change of [
    { endpoint: "https://s3.example.com/" },
    { endpoint: "https://other.example" },
    { endpoint: "https://third.example", ...withKeys },
  ])
    expect(await checking.status("PATCH", "/v1/sandbox/a/mounts/m", change)).toBe(200);
  expect(signed).toEqual([true, false, true]);

  const { status, emulator } = await inProcess({
    ...mountedAt("https://s3.example.com"),
    verifyStorage: false,
  });
  const half = { endpoint: "https://other.example", access_key_id: "AKIANEW" };
  expect(await status("PATCH", "/v1/sandbox/a/mounts/m", half)).toBe(200);
  const [stored] = emulator.export({ includeSecrets: true }).sandboxes[0]?.mounts ?? [];
  expect(stored).toMatchObject(half);
  expect(stored).not.toHaveProperty("secret_access_key");
});

describe("allowedEndpoints", () => {
  /** Whether a mount at the endpoint is accepted, and how often storage was contacted. */
  async function tried(endpoint: string, allowedEndpoints: string[]) {
    const { fetch: storageFetch, asked } = responding(200, listing());
    const { call } = await inProcess({
      ...having(running("a")),
      verifyStorage: true,
      allowedEndpoints,
      storageFetch,
    });
    const response = await call("POST", "/v1/sandbox/a/mounts", { ...mount, endpoint });
    return [response.status, fieldsOf(response), asked.length];
  }
  const accepted = [201, undefined, 1];
  const rejected = [400, ["endpoint"], 0];

  it.each([
    ["https://s3.example.com", true],
    ["https://s3.example.com/", true],
    ["https://S3.EXAMPLE.COM:443", true],
    ["https://s3.example.com/below", true],
    ["https://other.example.com/s3", true],
    ["https://other.example.com/s3/below", true],
    ["https://other.example.com/s3x", false],
    ["https://other.example.com/", false],
    ["https://other.example.com/s3/../x", false],
    ["http://s3.example.com", false],
    ["https://s3.example.com:8443", false],
    ["https://s3.example.com.evil.test", false],
    ["https://s3.example.com@evil.test", false],
    ["http://169.254.169.254", false],
    ["http://localhost", false],
  ])("treat %s as allowed: %s, and contact no other", async (endpoint, allowed) => {
    const found = await tried(endpoint, ["https://s3.example.com/", "https://other.example.com/s3"]);
    expect(found).toEqual(allowed ? accepted : rejected);
  });

  it("allow nothing when the list is empty", async () => {
    expect(await tried("https://s3.example.com", [])).toEqual(rejected);
  });

  it.each(["s3.example.com", "https://user:hunter2@example.com", "https://a.test/?x"])(
    "must be able to match, which %j is not, and is not shown",
    (entry) => {
      const make = () => createEmulator({ apiKey: KEY, allowedEndpoints: ["https://example.com", entry] });
      expect(make).toThrow(/^allowedEndpoints\[1\] must be/);
      expect(make).not.toThrow(/hunter2/);
    },
  );
});

describe("changes while the storage is being asked", () => {
  /** Storage that responds when it is told to. */
  async function withSlowStorage() {
    const waiting: (() => void)[] = [];
    const storageFetch = () =>
      new Promise<Response>((resolve) => waiting.push(() => resolve(new Response(listing()))));
    const asked = async (count: number) => {
      while (waiting.length < count) await new Promise((resolve) => setImmediate(resolve));
    };
    const release = async (count: number) => {
      await asked(count);
      for (const respond of waiting.splice(0)) respond();
    };
    const opened = await inProcess({ verifyStorage: true, storageFetch });
    const id = await opened.create();
    const path = `/v1/sandbox/${id}/mounts`;
    const add = (change = {}) => opened.call("POST", path, { ...mount, ...change });
    return { ...opened, id, path, add, asked, release, stored: () => opened.mountsOf(id) };
  }
  const sorted = async (responses: Promise<Read>[]) =>
    (await Promise.all(responses)).map(({ status }) => status).sort();

  it("let neither two mounts have one place nor a ninth in", async () => {
    const { add, release, stored } = await withSlowStorage();
    const same = [add(), add()];
    await release(2);
    expect(await sorted(same)).toEqual([201, 409]);
    const more = Array.from({ length: 10 }, (_, n) => add({ mount_path: `/m${n}` }));
    await release(10);
    expect(await sorted(more)).toEqual([...Array(7).fill(201), ...Array(3).fill(409)]);
    expect(await stored()).toHaveLength(8);
  });

  it("are noticed: a sandbox that was paused or deleted meanwhile gets no mount", async () => {
    const { add, asked, release, act, invoke, call, id } = await withSlowStorage();
    const early = add();
    await asked(1);
    await act(id, "pause");
    await release(1);
    expect((await early).status).toBe(409);
    await invoke(id);
    const late = add();
    await asked(1);
    await call("DELETE", `/v1/sandbox/${id}/`);
    await release(1);
    expect((await late).status).toBe(404);
  });

  it("are kept: an update is worked out again from what the mount has become", async () => {
    const { add, release, call, path, stored } = await withSlowStorage();
    const adding = add();
    await release(1);
    const one = `${path}/${(await adding).body.id}`;
    const both = [call("PATCH", one, { bucket: "other" }), call("PATCH", one, { prefix: "images/" })];
    await release(2);
    // The storage is asked again about the second one, with the first one's change in it.
    await release(1);
    expect(await sorted(both)).toEqual([200, 200]);
    expect(await stored()).toMatchObject([{ bucket: "other", prefix: "images/" }]);
  });

  it("do not let a fourth sandbox in", async () => {
    const { call, release } = await withSlowStorage();
    const body = { template_name: "t", mounts: [mount] };
    const creating = Array.from({ length: 5 }, () => call("POST", "/v1/sandbox/", body));
    await release(5);
    expect(await sorted(creating)).toEqual([201, 201, 409, 409, 409]);
  });
});
