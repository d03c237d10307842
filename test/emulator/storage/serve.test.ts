import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ServedMount, StorageOptions } from "../../../src/emulator/storage/index.ts";
import { serveMounted } from "../../../src/emulator/storage/index.ts";
import type { S3Server } from "../../../tools/s3/index.ts";
import { startS3 } from "../../../tools/s3/index.ts";
import { endpointThat, keys, mountAt, responding, s3Error, withoutKeys } from "./fixture.ts";

const fromS3 = { "x-amz-request-id": "1" };
const modified = new Date("2026-04-25T10:15:00Z");

describe("serveMounted", () => {
  let s3: S3Server;
  let mount: ServedMount;

  beforeAll(async () => {
    s3 = await startS3({
      buckets: {
        "project-assets": {
          objects: {
            "readme.md": { body: "0123456789", contentType: "text/markdown", lastModified: modified },
            "docs/guide.md": "guide",
            "docs/marker/": "",
            "packed.txt": { body: gzipSync("unpacked"), contentEncoding: "gzip", contentType: "text/plain" },
            empty: "",
            "secret/key.pem": "outside of the prefix docs/",
          },
        },
        "public-assets": { public: true, objects: { "hello.txt": "hello" } },
        "private-assets": { objects: { "hello.txt": "other bucket" } },
      },
      credentials: [{ ...keys, buckets: ["project-assets"] }],
    });
    mount = mountAt(s3.url);
  });

  afterAll(() => s3.close());

  async function get(path: string, init: RequestInit = {}, mounts = [mount], options: StorageOptions = {}) {
    const request = new Request(`http://sbx-1.sandbox.localhost${path}`, init);
    const response = await serveMounted(request, path, mounts, options);
    if (response === undefined) throw new Error("no mount covers this path");
    return response;
  }

  it("gives an object with what the storage knows of it, and nothing else", async () => {
    const response = await get("/data/assets/readme.md");
    expect([response.status, await response.text()]).toEqual([200, "0123456789"]);
    expect(Object.fromEntries(response.headers)).toEqual({
      "accept-ranges": "bytes",
      "content-length": "10",
      "content-type": "text/markdown",
      etag: '"781e5e245d69b566979b86e28d23f2c7"',
      "last-modified": "Sat, 25 Apr 2026 10:15:00 GMT",
      "x-content-type-options": "nosniff",
    });
  });

  it("responds to HEAD with the same headers and no body, by sending HEAD", async () => {
    const [got, head] = [
      await get("/data/assets/readme.md"),
      await get("/data/assets/readme.md", { method: "HEAD" }),
    ];
    expect(head.status).toBe(200);
    expect(head.body).toBeNull();
    expect([...head.headers]).toEqual([...got.headers]);
    expect(s3.requests.at(-1)).toMatchObject({ method: "HEAD", key: "readme.md" });
    const ranged = await get("/data/assets/readme.md", { method: "HEAD", headers: { range: "bytes=2-4" } });
    expect([ranged.status, ranged.headers.get("content-length")]).toEqual([200, "10"]);
    const missing = await get("/data/assets/missing", { method: "HEAD" });
    expect([missing.status, missing.body]).toEqual([404, null]);
    const folder = await get("/data/assets/docs", { method: "HEAD" });
    expect([folder.status, folder.body, folder.headers.get("content-type")]).toEqual([
      200,
      null,
      "application/json",
    ]);
  });

  it.each([
    ["bytes=2-4", "234", "bytes 2-4/10"],
    ["bytes=7-", "789", "bytes 7-9/10"],
    ["bytes=-3", "789", "bytes 7-9/10"],
  ])("passes the range %s on and returns 206", async (range, text, contentRange) => {
    const response = await get("/data/assets/readme.md", { headers: { range } });
    expect([response.status, await response.text()]).toEqual([206, text]);
    expect(response.headers.get("content-range")).toBe(contentRange);
    expect(response.headers.get("content-length")).toBe(String(text.length));
  });

  it("returns 416 with the size for a range outside of the object", async () => {
    for (const [path, size] of [
      ["readme.md", 10],
      ["empty", 0],
    ] as const) {
      const response = await get(`/data/assets/${path}`, { headers: { range: "bytes=10-" } });
      expect([response.status, response.headers.get("content-range")]).toEqual([416, `bytes */${size}`]);
      expect(await response.json()).toEqual({ message: "The range lies outside the file." });
    }
  });

  it.each([
    [{ range: "bytes=0-1,4-5" }],
    [{ range: "lines=1-2" }],
    [{ range: "bytes=1-2\t" + ",x" }],
    [{ range: "bytes=2-4", "if-range": '"some-tag"' }],
  ])("sends the whole object for %j", async (headers) => {
    const response = await get("/data/assets/readme.md", { headers });
    expect([response.status, await response.text()]).toEqual([200, "0123456789"]);
    expect(s3.requests.at(-1)).not.toHaveProperty("range");
  });

  it("gives the content of an object that is stored compressed, in whole, without a length that would be wrong", async () => {
    for (const headers of [{}, { range: "bytes=3-5" }]) {
      const response = await get("/data/assets/packed.txt", { headers });
      expect([response.status, await response.text()]).toEqual([200, "unpacked"]);
      expect(response.headers.get("content-length")).toBeNull();
      expect(response.headers.get("content-encoding")).toBeNull();
      expect(response.headers.get("accept-ranges")).toBeNull();
    }
  });

  it("shows only what is below the prefix", async () => {
    const docs = [mountAt(s3.url, { prefix: "docs/" })];
    expect(await (await get("/data/assets/guide.md", {}, docs)).text()).toBe("guide");
    expect((await get("/data/assets/readme.md", {}, docs)).status).toBe(404);
    expect((await get("/data/assets/docs/guide.md", {}, docs)).status).toBe(404);
    expect((await get("/data/assets/secret/key.pem", {}, docs)).status).toBe(404);
  });

  it("reads a public bucket without signing", async () => {
    const open = [withoutKeys(mountAt(s3.url, { bucket: "public-assets" }))];
    expect(await (await get("/data/assets/hello.txt", {}, open)).text()).toBe("hello");
    expect(s3.requests.at(-1)).toMatchObject({ auth: "anonymous" });
  });

  it("reads nothing but the object that is asked for, and only once", async () => {
    const before = s3.requests.length;
    await (await get("/data/assets/readme.md")).text();
    expect(s3.requests.slice(before)).toEqual([
      { method: "GET", bucket: "project-assets", key: "readme.md", query: {}, auth: "header", status: 200 },
    ]);
  });

  it("passes on neither the query nor the headers of the one who asks", async () => {
    const { fetch, asked } = responding(200, "content", fromS3);
    const seen: Headers[] = [];
    const spy = (url: string, init: RequestInit) => {
      seen.push(new Headers(init.headers));
      return fetch(url);
    };
    const headers = {
      authorization: "Bearer leap0-key",
      cookie: "a=b",
      "x-amz-acl": "public-read",
      "x-forwarded-host": "h",
    };
    const path = "/data/assets/readme.md";
    const request = new Request(`http://sbx-1.sandbox.localhost${path}?versionId=1&acl`, { headers });
    await serveMounted(request, path, [mount], { fetch: spy });
    expect(asked).toEqual([`${s3.url}/project-assets/readme.md`]);
    expect([...(seen[0]?.keys() ?? [])].sort()).toEqual([
      "accept-encoding",
      "authorization",
      "x-amz-content-sha256",
      "x-amz-date",
    ]);
    expect(seen[0]?.get("authorization")).toMatch(/^AWS4-HMAC-SHA256 /);
  });

  it.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])(
    "rejects %s with 405 and sends nothing",
    async (method) => {
      const before = s3.requests.length;
      const response = await get("/data/assets/readme.md", { method });
      expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
      expect(await response.json()).toEqual({ message: expect.any(String) });
      expect(s3.requests).toHaveLength(before);
    },
  );

  it("leaves paths alone that no mount covers", async () => {
    for (const path of [
      "/",
      "/data",
      "/data/",
      "/data/assets2/readme.md",
      "/assets/readme.md",
      "/DATA/assets/x",
    ]) {
      const request = new Request(`http://sbx-1.sandbox.localhost${path}`, { method: "POST" });
      expect(await serveMounted(request, path, [mount])).toBeUndefined();
    }
    expect(await serveMounted(new Request("http://h/data"), "/data", [])).toBeUndefined();
  });

  it("lets the innermost mount response, whatever the order of the mounts", async () => {
    const inner = mountAt(s3.url, {
      mount_path: "/data/assets/docs/",
      bucket: "public-assets",
      access_key_id: "",
    });
    const open = withoutKeys(inner);
    for (const mounts of [
      [mount, open],
      [open, mount],
    ]) {
      expect(await (await get("/data/assets/docs/hello.txt", {}, mounts)).text()).toBe("hello");
      expect((await get("/data/assets/docs/guide.md", {}, mounts)).status).toBe(404);
      expect(await (await get("/data/assets/readme.md", {}, mounts)).text()).toBe("0123456789");
      expect(await (await get("/data/assets/d%6fcs/hello.txt", {}, mounts)).text()).toBe("hello");
    }
  });

  it("serves a mount at the root and one whose path has odd characters", async () => {
    expect((await get("/readme.md", {}, [mountAt(s3.url, { mount_path: "/" })])).status).toBe(200);
    const odd = mountAt(s3.url, { mount_path: "//my data+100%/grüße/" });
    expect((await get("/my%20data+100%25/gr%C3%BC%C3%9Fe/readme.md", {}, [odd])).status).toBe(200);
  });

  it("returns 403 when the storage rejects the key, 404 for nothing there, 502 for everything else", async () => {
    const status = async (
      change: Partial<ServedMount>,
      options: StorageOptions = {},
      path = "/data/assets/readme.md",
    ) => {
      const response = await get(path, {}, [mountAt(s3.url, change)], options);
      expect(response.headers.get("content-type")).toBe("application/json");
      expect(await response.json()).toEqual({ message: expect.stringMatching(/^The /) });
      return response.status;
    };
    expect(await status({ secret_access_key: "wrong" })).toBe(403);
    expect(await status({ access_key_id: "AKUNKNOWN" })).toBe(403);
    expect(await status({ bucket: "private-assets" })).toBe(403);
    expect(await status({ secret_access_key: "wrong" }, {}, "/data/assets/")).toBe(403);
    expect(await status({}, {}, "/data/assets/missing")).toBe(404);
    expect(await status({}, {}, "/data/assets/readme.md/below")).toBe(404);
    expect(await status({}, {}, "/data/assets/missing/")).toBe(404);
    expect(await status({}, {}, `/data/assets/${"k".repeat(1025)}`)).toBe(404);
    expect(await status({ bucket: "no-such-bucket" })).toBe(502);
    expect(await status({ bucket: "../project-assets" })).toBe(502);
    expect(await status({ prefix: "../private-assets/" })).toBe(502);
    expect(await status({ endpoint: "http://127.0.0.1:1" })).toBe(502);
    expect(await status({ endpoint: "nonsense" })).toBe(502);
    expect(await status({}, { allowedEndpoints: ["https://s3.example.com"] })).toBe(502);
    for (const code of ["InternalError", "SlowDown", "NoSuchBucket"]) {
      expect(await status({}, responding(code === "NoSuchBucket" ? 404 : 500, s3Error(code)))).toBe(502);
    }
    expect(await status({}, responding(203, "altered on the way"))).toBe(502);
    expect(await status({}, responding(206, "a part that nobody asked for"))).toBe(502);
  });

  it("returns 502 in time when the storage is silent, and follows no redirect", async () => {
    const silent = await endpointThat(() => {});
    for (const path of ["/data/assets/x", "/data/assets/"]) {
      expect((await get(path, {}, [mountAt(silent.url)], { timeoutMs: 50 })).status).toBe(502);
    }
    await silent.close();
    const redirecting = await endpointThat((_, response) => {
      response.writeHead(307, { location: `${s3.url}/public-assets/hello.txt` }).end();
    });
    expect((await get("/data/assets/x", {}, [mountAt(redirecting.url)])).status).toBe(502);
    await redirecting.close();
  });

  it("streams: what the storage has sent arrives before it has sent all", async () => {
    let finish = () => {};
    const slow = await endpointThat((_, response) => {
      response.writeHead(200, { ...fromS3, "content-length": "10" }).write("01234");
      finish = () => response.end("56789");
    });
    const reader = (
      await get("/data/assets/x", {}, [mountAt(slow.url)], { timeoutMs: 1_000 })
    ).body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("01234");
    finish();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("56789");
    await slow.close();
  });

  it("stops asking the storage when the one who asked has gone", async () => {
    const left = new AbortController();
    let gone = () => {};
    const abandoned = new Promise<void>((resolve) => {
      gone = resolve;
    });
    const silent = await endpointThat((_, response) => {
      response.on("close", gone);
      left.abort();
    });
    const options = { timeoutMs: 3_600_000 };
    const reading = get("/data/assets/x", { signal: left.signal }, [mountAt(silent.url)], options);
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
    await abandoned;
    await silent.close();
  });

  it("lets a body take longer than the time limit, as long as the one who asked stays", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const left = new AbortController();
    let signal: AbortSignal | null | undefined;
    const fetch = async (_: string, init: RequestInit) => {
      signal = init.signal;
      return new Response("content", { headers: fromS3 });
    };
    const response = await get("/data/assets/x", { signal: left.signal }, [mount], {
      fetch,
      timeoutMs: 1_000,
    });
    vi.advanceTimersByTime(10_000);
    vi.useRealTimers();
    expect(signal?.aborted).toBe(false);
    expect(await response.text()).toBe("content");
    left.abort();
    expect(signal?.aborted).toBe(true);
  });
});
