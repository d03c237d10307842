import { describe, expect, it } from "vitest";
import { startS3 } from "../../tools/s3/index.ts";
import { inProcess, KEY, mount, type Opened, ways } from "./support/open.ts";

const keys = { access_key_id: "AKSTORAGEKEY", secret_access_key: "secret-that-must-not-come-back" };

async function storage() {
  return startS3({
    buckets: { "project-assets": { objects: { "docs/readme.md": "hello", "images/logo.txt": "logo" } } },
    credentials: [{ accessKeyId: keys.access_key_id, secretAccessKey: keys.secret_access_key }],
  });
}

const add = ({ call }: Opened, id: string, change: object) =>
  call("POST", `/v1/sandbox/${id}/mounts`, { ...mount, ...keys, prefix: "docs/", ...change });

describe.each(ways)("mounts that are checked and read $way", ({ open }) => {
  it("shows an object at its path, and what the mount shows after an update", async () => {
    const s3 = await storage();
    const opened = await open({ verifyStorage: true });
    const { call, create, invoke } = opened;
    const id = await create();
    const added = await add(opened, id, { endpoint: s3.url });
    expect(added.status).toBe(201);
    expect((await invoke(id, "/data/assets/readme.md")).text).toBe("hello");
    expect((await invoke(id, "/elsewhere")).body).toMatchObject({ sandbox: id });
    await call("PATCH", `/v1/sandbox/${id}/mounts/${added.body.id}`, { prefix: "images/" });
    expect((await invoke(id, "/data/assets/readme.md")).status).toBe(404);
    expect((await invoke(id, "/data/assets/logo.txt")).text).toBe("logo");
    await call("POST", `/v1/sandbox/${id}/pause`);
    expect((await invoke(id, "/data/assets/logo.txt")).text).toBe("logo");
    expect((await invoke(id, "/data/assets/logo.txt", { headers: {} })).status).toBe(401);
    await s3.close();
  });

  it("answers HEAD with the length of the object, and without the object", async () => {
    const s3 = await storage();
    const opened = await open({ verifyStorage: true });
    const id = await opened.create();
    await add(opened, id, { endpoint: s3.url });
    const { length } = (await opened.invoke(id, "/data/assets/readme.md")).text;
    const { status, headers, text } = await opened.invoke(id, "/data/assets/readme.md", {
      method: "HEAD",
      headers: { authorization: KEY },
    });
    expect([status, headers.get("content-length"), text]).toEqual([200, String(length), ""]);
    expect(length).toBeGreaterThan(0);
    await s3.close();
  });

  it("refuses what the storage refuses, with the field at fault, and changes nothing", async () => {
    const s3 = await storage();
    const opened = await open({ verifyStorage: true });
    const id = await opened.create();
    const fieldsOf = async (answer: ReturnType<typeof add>) => {
      const { status, body, text } = await answer;
      expect(status).toBe(400);
      expect(text).not.toContain("must-not-come-back");
      return body.errors.map(({ field }) => field);
    };
    expect(
      await fieldsOf(add(opened, id, { endpoint: s3.url, secret_access_key: "wrong-must-not-come-back" })),
    ).toEqual(["secret_access_key"]);
    expect(await fieldsOf(add(opened, id, { endpoint: s3.url, bucket: "nobody" }))).toEqual(["bucket"]);
    expect(await fieldsOf(add(opened, id, { endpoint: "http://127.0.0.1:9" }))).toEqual(["endpoint"]);
    const inside = {
      template_name: "t",
      mounts: [{ ...mount, ...keys, endpoint: s3.url, bucket: "nobody" }],
    };
    expect(await fieldsOf(opened.call("POST", "/v1/sandbox/", inside))).toEqual(["mounts.0.bucket"]);

    const good = await add(opened, id, { endpoint: s3.url });
    const path = `/v1/sandbox/${id}/mounts/${good.body.id}`;
    expect(await fieldsOf(opened.call("PATCH", path, { bucket: "nobody" }))).toEqual(["bucket"]);
    expect((await opened.call("GET", `/v1/sandbox/${id}/`)).body.mounts).toEqual([good.body]);
    expect(opened.emulator.export().sandboxes).toHaveLength(1);
    await s3.close();
  });

  it("lets mounts use only the storage that it is told to", async () => {
    const s3 = await storage();
    const opened = await open({ verifyStorage: true, allowedEndpoints: ["http://127.0.0.1:9"] });
    const id = await opened.create();
    const refused = await add(opened, id, { endpoint: s3.url });
    expect([refused.status, refused.body.errors[0]?.field]).toEqual([400, "endpoint"]);
    expect(s3.requests).toEqual([]);
    await s3.close();
  });
});

describe("changes while the storage is being asked", () => {
  /** Storage that answers when it is told to. */
  function slowStorage() {
    const waiting: (() => void)[] = [];
    const list = `<?xml version="1.0"?><ListBucketResult><Name>b</Name><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>`;
    const storageFetch = () =>
      new Promise<Response>((resolve) =>
        waiting.push(() => resolve(new Response(list, { headers: { "content-type": "application/xml" } }))),
      );
    const asked = async (count: number) => {
      while (waiting.length < count) await new Promise((resolve) => setImmediate(resolve));
    };
    const answer = async (count: number) => {
      await asked(count);
      for (const go of waiting.splice(0)) go();
    };
    return { storageFetch, asked, answer };
  }

  it("do not let two mounts have one place, nor a ninth in", async () => {
    const { storageFetch, answer } = slowStorage();
    const opened = await inProcess({ verifyStorage: true, storageFetch });
    const id = await opened.create();
    const same = [add(opened, id, {}), add(opened, id, {})];
    await answer(2);
    expect((await Promise.all(same)).map(({ status }) => status).sort()).toEqual([201, 409]);
    const more = Array.from({ length: 10 }, (_, n) => add(opened, id, { mount_path: `/m${n}` }));
    await answer(10);
    expect((await Promise.all(more)).filter(({ status }) => status === 201)).toHaveLength(7);
    expect((await opened.call("GET", `/v1/sandbox/${id}/`)).body.mounts).toHaveLength(8);
  });

  it("are seen: a sandbox that was paused meanwhile gets no mount, one that is gone neither", async () => {
    const { storageFetch, asked, answer } = slowStorage();
    const opened = await inProcess({ verifyStorage: true, storageFetch });
    const id = await opened.create();
    const adding = add(opened, id, {});
    await asked(1);
    await opened.call("POST", `/v1/sandbox/${id}/pause`);
    await answer(1);
    expect((await adding).status).toBe(409);
    await opened.invoke(id);
    const late = add(opened, id, {});
    await asked(1);
    await opened.call("DELETE", `/v1/sandbox/${id}/`);
    await answer(1);
    expect((await late).status).toBe(404);
  });

  it("are kept: an update is worked out again from what the mount has become", async () => {
    const { storageFetch, answer } = slowStorage();
    const opened = await inProcess({ verifyStorage: true, storageFetch });
    const id = await opened.create();
    const adding = add(opened, id, {});
    await answer(1);
    const path = `/v1/sandbox/${id}/mounts/${(await adding).body.id}`;
    const both = [
      opened.call("PATCH", path, { bucket: "other" }),
      opened.call("PATCH", path, { prefix: "images/" }),
    ];
    await answer(2);
    // Whichever came second is asked about again, with the other's change in it.
    await answer(1);
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await opened.call("GET", `/v1/sandbox/${id}/`)).body.mounts).toMatchObject([
      { bucket: "other", prefix: "images/" },
    ]);
  });

  it("do not let a fourth sandbox in", async () => {
    const { storageFetch, answer } = slowStorage();
    const opened = await inProcess({ verifyStorage: true, storageFetch });
    const body = { template_name: "t", mounts: [mount] };
    const asking = Array.from({ length: 5 }, () => opened.call("POST", "/v1/sandbox/", body));
    await answer(5);
    expect((await Promise.all(asking)).map(({ status }) => status).sort()).toEqual([201, 201, 201, 409, 409]);
  });
});
