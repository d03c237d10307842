import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it, vi } from "vitest";
import { type ServedMount, type StorageOptions, serveMounted } from "../../../src/emulator/storage/index.ts";
import {
  endpointThat,
  keys,
  listing,
  mountAt,
  read,
  responding,
  s3Error,
  storageWith,
  withoutKeys,
} from "./fixture.ts";

// What holds for every storage service, such as whole files, parts, HEAD and missing keys: test/storage.

const page = "<html><script>steal()</script></html>";
const fromS3 = { "x-amz-request-id": "1" };
const modified = new Date("2026-04-25T10:15:00Z");

describe("serveMounted", async () => {
  const s3 = await storageWith(
    {
      "readme.md": { body: "0123456789", contentType: "text/markdown", lastModified: modified },
      "docs/guide.md": "guide",
      "packed.txt": { body: gzipSync("unpacked"), contentEncoding: "gzip", contentType: "text/plain" },
      empty: "",
    },
    {
      buckets: {
        "public-assets": { public: true, objects: { "hello.txt": "hello" } },
        "private-assets": { objects: { "hello.txt": "other bucket" } },
      },
      credentials: [{ ...keys, buckets: ["project-assets"] }],
    },
    afterAll,
  );
  const mount = mountAt(s3.url);

  async function get(path: string, init: RequestInit = {}, mounts = [mount], options: StorageOptions = {}) {
    const response = await read(path, mounts, options, init);
    if (response === undefined) throw new Error("no mount covers this path");
    return response;
  }

  it("gives an object with what the storage knows of it, and nothing else, for one request", async () => {
    const before = s3.requests.length;
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
    expect(s3.requests.slice(before)).toEqual([
      { method: "GET", bucket: "project-assets", key: "readme.md", query: {}, auth: "header", status: 200 },
    ]);
  });

  it("responds to HEAD with the same headers and no body, by sending HEAD", async () => {
    const got = await get("/data/assets/readme.md");
    const head = await get("/data/assets/readme.md", { method: "HEAD", headers: { range: "bytes=2-4" } });
    expect([head.status, head.body, ...head.headers]).toEqual([200, null, ...got.headers]);
    expect(s3.requests.at(-1)).toMatchObject({ method: "HEAD", key: "readme.md" });
    const { status, body, headers } = await get("/data/assets/docs", { method: "HEAD" });
    expect([status, body, headers.get("content-type")]).toEqual([200, null, "application/json"]);
  });

  it.each([
    ["bytes=7-", "789", "bytes 7-9/10"],
    ["bytes=-3", "789", "bytes 7-9/10"],
  ])("passes the range %s on and returns 206", async (range, text, contentRange) => {
    const response = await get("/data/assets/readme.md", { headers: { range } });
    expect([response.status, await response.text()]).toEqual([206, text]);
    expect(response.headers.get("content-range")).toBe(contentRange);
    expect(response.headers.get("content-length")).toBe(String(text.length));
  });

  it("returns 416 with the size for a range outside of the object", async () => {
    for (const [path, size] of Object.entries({ "readme.md": 10, empty: 0 })) {
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

  it("passes on neither the query nor the headers of the one who asks", async () => {
    const seen: [string, Headers][] = [];
    const fetch = async (url: string, init: RequestInit) => {
      seen.push([url, new Headers(init.headers)]);
      return new Response("content", { headers: fromS3 });
    };
    const headers = { authorization: "Bearer leap0-key", cookie: "a=b", "x-amz-acl": "public-read" };
    const request = new Request("http://h/data/assets/readme.md?versionId=1&acl", { headers });
    await serveMounted(request, "/data/assets/readme.md", [mount], { fetch });
    const [[url, sent] = ["", new Headers()], ...more] = seen;
    expect([url, more]).toEqual([`${s3.url}/project-assets/readme.md`, []]);
    const own = ["accept-encoding", "authorization", "x-amz-content-sha256", "x-amz-date"];
    expect([...sent.keys()].sort()).toEqual(own);
    expect(sent.get("authorization")).toMatch(/^AWS4-HMAC-SHA256 /);
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

  it("lets the innermost mount respond, whatever the order, and reads a public bucket without signing", async () => {
    const change = { mount_path: "/data/assets/docs/", bucket: "public-assets", ...withoutKeys };
    const open = mountAt(s3.url, change);
    for (const mounts of [
      [mount, open],
      [open, mount],
    ]) {
      expect(await (await get("/data/assets/docs/hello.txt", {}, mounts)).text()).toBe("hello");
      expect(s3.requests.at(-1)).toMatchObject({ auth: "anonymous" });
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

  it.each<[number, Partial<ServedMount>, StorageOptions?]>([
    [403, { access_key_id: "AKUNKNOWN" }],
    [403, { bucket: "private-assets" }],
    [502, { bucket: "no-such-bucket" }],
    [502, { bucket: "../project-assets" }],
    [502, { prefix: "../private-assets/" }],
    [502, { endpoint: "http://127.0.0.1:1" }],
    [502, { endpoint: "nonsense" }],
    [502, {}, { allowedEndpoints: ["https://s3.example.com"] }],
    [502, {}, responding(500, s3Error("InternalError"))],
    [502, {}, responding(503, s3Error("SlowDown"))],
    [502, {}, responding(404, s3Error("NoSuchBucket"))],
    [502, {}, responding(203, "altered on the way")],
    [502, {}, responding(206, "a part that nobody asked for")],
  ])("returns %i for a mount with %j at the storage %j", async (status, change, options) => {
    const response = await get("/data/assets/readme.md", {}, [mountAt(s3.url, change)], options);
    expect([response.status, response.headers.get("content-type")]).toEqual([status, "application/json"]);
    expect(await response.json()).toEqual({ message: expect.stringMatching(/^The /) });
  });

  it.each([
    ["a page for everything", 200, page, 502],
    ["a listing without the file", 200, listing(), 502],
    ["a listing of another file", 200, listing("<Contents><Key>a.html2</Key></Contents>"), 502],
    [
      "a listing of the file: a service that sends no header of S3",
      200,
      listing("<Contents><Key>a.html</Key></Contents>"),
      200,
    ],
    ["an error document of S3: a key that may read and not list", 403, s3Error("AccessDenied"), 200],
  ])(
    "takes nothing from a server that took the storage's place, which has %s",
    async (_, status, listed, expected) => {
      const fetch = async (url: string) =>
        url.includes("list-type")
          ? new Response(listed, { status })
          : new Response(page, { headers: { "content-type": "text/html", etag: '"1"' } });
      const response = await get("/data/assets/a.html", {}, [mount], { fetch });
      const text = await response.text();
      expect([response.status, text.includes("steal")]).toEqual([expected, expected === 200]);
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    },
  );

  it("returns 502 in time when the storage is silent, and follows no redirect", async () => {
    const silent = await endpointThat(() => {});
    for (const path of ["/data/assets/x", "/data/assets/"])
      expect((await get(path, {}, [mountAt(silent.url)], { timeoutMs: 50 })).status).toBe(502);
    const redirecting = await endpointThat((_, response) => {
      response.writeHead(307, { location: `${s3.url}/public-assets/hello.txt` }).end();
    });
    expect((await get("/data/assets/x", {}, [mountAt(redirecting.url)])).status).toBe(502);
  });

  it("streams: what the storage has sent arrives before it has sent all", async () => {
    let finish = () => {};
    const slow = await endpointThat((_, response) => {
      response.writeHead(200, { ...fromS3, "content-length": "10" }).write("01234");
      finish = () => response.end("56789");
    });
    const { body } = await get("/data/assets/x", {}, [mountAt(slow.url)], { timeoutMs: 1_000 });
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe("01234");
    finish();
    expect((await reader?.read())?.value).toBe("56789");
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
  });

  it("lets a body take longer than the time limit, as long as the one who asked stays", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const left = new AbortController();
    let signal: AbortSignal | null | undefined;
    const fetch = async (_: string, init: RequestInit) => {
      signal = init.signal;
      return new Response("content", { headers: fromS3 });
    };
    const options = { fetch, timeoutMs: 1_000 };
    const response = await get("/data/assets/x", { signal: left.signal }, [mount], options);
    vi.advanceTimersByTime(10_000);
    vi.useRealTimers();
    expect(signal?.aborted).toBe(false);
    expect(await response.text()).toBe("content");
    left.abort();
    expect(signal?.aborted).toBe(true);
  });
});
