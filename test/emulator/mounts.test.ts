import { describe, expect, it, onTestFinished } from "vitest";
import { startS3 } from "../../tools/s3/index.ts";
import { mount as example, inProcess, KEY, type Open, type Read, ways } from "./support/open.ts";

const keys = { access_key_id: "AKSTORAGEKEY", secret_access_key: "secret-that-must-not-come-back" };
const mount = { ...example, ...keys, prefix: "docs/" };

/** An emulator that checks mounts, with one sandbox and the storage for it. */
async function withStorage(open: Open, allowed?: string[]) {
  const s3 = await startS3({
    buckets: { "project-assets": { objects: { "docs/readme.md": "hello", "images/logo.txt": "logo" } } },
    credentials: [{ accessKeyId: keys.access_key_id, secretAccessKey: keys.secret_access_key }],
  });
  onTestFinished(() => s3.close());
  const opened = await open({ verifyStorage: true, ...(allowed && { allowedEndpoints: allowed }) });
  const id = await opened.create();
  const path = `/v1/sandbox/${id}/mounts`;
  const add = (change = {}) => opened.call("POST", path, { ...mount, endpoint: s3.url, ...change });
  return { ...opened, id, s3, path, add };
}

it.each(ways)(
  "the sandbox host serves objects at their paths, also after an update, $way",
  async ({ open }) => {
    const { add, invoke, call, act, id, path } = await withStorage(open);
    const added = await add();
    expect(added.status).toBe(201);
    expect((await invoke(id, "/data/assets/readme.md")).text).toBe("hello");
    const init = { method: "HEAD", headers: { authorization: KEY } };
    const { status, headers, text } = await invoke(id, "/data/assets/readme.md", init);
    expect([status, headers.get("content-length"), text]).toEqual([200, "5", ""]);
    expect((await invoke(id, "/elsewhere")).body).toMatchObject({ sandbox: id });
    await call("PATCH", `${path}/${added.body.id}`, { prefix: "images/" });
    expect((await invoke(id, "/data/assets/readme.md")).status).toBe(404);
    await act(id, "pause");
    expect((await invoke(id, "/data/assets/logo.txt")).text).toBe("logo");
    expect((await invoke(id, "/data/assets/logo.txt", { headers: {} })).status).toBe(401);
  },
);

it("a mount that the storage rejects gets 400 with the field at fault, and changes nothing", async () => {
  const { add, call, s3, id, path, emulator } = await withStorage(inProcess);
  const expectInvalid = ({ status, text, body }: Read, field: string) => {
    expect([status, body.errors?.map((error) => error.field)]).toEqual([400, [field]]);
    expect(text).not.toContain("must-not-come-back");
  };
  expectInvalid(await add({ secret_access_key: "wrong-must-not-come-back" }), "secret_access_key");
  const mounts = [{ ...mount, endpoint: s3.url, bucket: "nobody" }];
  expectInvalid(await call("POST", "/v1/sandbox/", { template_name: "t", mounts }), "mounts.0.bucket");
  const { body } = await add();
  expectInvalid(await call("PATCH", `${path}/${body.id}`, { bucket: "nobody" }), "bucket");
  expect((await call("GET", `/v1/sandbox/${id}/`)).body.mounts).toEqual([body]);
  expect(emulator.export().sandboxes).toHaveLength(1);
});

it("mounts may name only the storage that is allowed, and no other is contacted", async () => {
  const { add, s3 } = await withStorage(inProcess, ["http://127.0.0.1:9"]);
  const { status, body } = await add();
  expect([status, body.errors[0]?.field, s3.requests]).toEqual([400, "endpoint", []]);
});

describe("changes while the storage is being asked", () => {
  /** Storage that responds when it is told to. */
  async function withSlowStorage() {
    const waiting: (() => void)[] = [];
    const list = `<?xml version="1.0"?><ListBucketResult><Name>b</Name><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>`;
    const headers = { "content-type": "application/xml" };
    const storageFetch = () =>
      new Promise<Response>((resolve) => waiting.push(() => resolve(new Response(list, { headers }))));
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
    const stored = async () => (await opened.call("GET", `/v1/sandbox/${id}/`)).body.mounts;
    return { ...opened, id, path, add, asked, release, stored };
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
