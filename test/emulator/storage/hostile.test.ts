import { describe, expect, it, vi } from "vitest";
import { type ServedMount, serveMounted, verifyMount } from "../../../src/emulator/storage/index.ts";
import { startS3 } from "../../../tools/s3/index.ts";
import { inProcess, overHttp, ways } from "../support/open.ts";
import { endpointThat, keys, mountAt, responding, s3Error, withKeys } from "./fixture.ts";

const page = "<html><script>steal()</script></html>";
const listing = (contents: string) => `<ListBucketResult>${contents}</ListBucketResult>`;

const sandboxWith = (mount: Partial<ServedMount>) => ({
  version: 1 as const,
  sandboxes: [{ id: "sbx-1", state: "running" as const, mounts: [{ id: "mnt-1", ...mountAt("", mount) }] }],
});

const read = (path: string, mount: ServedMount, options = {}) =>
  serveMounted(new Request("http://h/"), path, [mount], options);

describe("a server that took the place of the storage", () => {
  it.each([
    ["a page for everything", () => page],
    [
      "a page for files, and a listing without them",
      (url: string) => (url.includes("list-type") ? listing("") : page),
    ],
    [
      "a page for files, and a listing of another file",
      (url: string) =>
        url.includes("list-type") ? listing("<Contents><Key>index.html2</Key></Contents>") : page,
    ],
  ])("gets none of its pages into the sandbox host: %s", async (_, bodyFor) => {
    const { url, close } = await endpointThat((request, response) => {
      response.writeHead(200, {
        "content-type": "text/html",
        etag: '"1"',
        "last-modified": new Date().toUTCString(),
      });
      response.end(bodyFor(request.url ?? ""));
    });
    const response = await read("/data/assets/index.html", mountAt(url));
    expect([response?.status, response?.headers.get("content-type")]).toEqual([502, "application/json"]);
    expect(await response?.text()).not.toContain("steal");
    await close();
  });

  it("is told from a service whose responses bear no header of S3, by what the bucket lists", async () => {
    const fetch = async (url: string) =>
      new Response(url.includes("list-type") ? listing("<Contents><Key>a.html</Key></Contents>") : page, {
        headers: { "content-type": "text/html" },
      });
    const response = await read("/data/assets/a.html", mountAt("https://example.com"), { fetch });
    expect([response?.status, await response?.text()]).toEqual([200, page]);
    expect(response?.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("is told from a service that lets its key read and not list", async () => {
    const fetch = async (url: string) =>
      url.includes("list-type")
        ? new Response(s3Error("AccessDenied"), { status: 403 })
        : new Response("content");
    const response = await read("/data/assets/a.txt", mountAt("https://example.com"), { fetch });
    expect([response?.status, await response?.text()]).toEqual([200, "content"]);
  });
});

describe("a listing", () => {
  it("that is cut off without a token says that it is truncated", async () => {
    const cut = listing("<IsTruncated>true</IsTruncated><Contents><Key>a</Key><Size>1</Size></Contents>");
    const response = await read("/data/assets/", mountAt("https://example.com"), responding(200, cut));
    expect(await response?.json()).toMatchObject({ entries: [{ name: "a" }], truncated: true });
  });

  it.each(["/data/assets/.", "/data/assets/..", "/data/assets/a\\b", "/data/assets/%2e%2e/x"])(
    "does not show a mount at %s, which no path reaches",
    async (mount_path) => {
      const s3 = await startS3({ buckets: { "project-assets": {} }, credentials: [keys] });
      const mounts = [mountAt(s3.url), mountAt(s3.url, { mount_path })];
      const response = await serveMounted(new Request("http://h/"), "/data/assets/", mounts);
      expect(await response?.json()).toMatchObject({ entries: [] });
      await s3.close();
    },
  );
});

describe("a large object", () => {
  it("leaves no listener behind for each wait of the socket", async () => {
    const warned = vi.fn();
    process.on("warning", warned);
    const s3 = await startS3({
      buckets: { "project-assets": { objects: { "large.bin": new Uint8Array(4 << 20) } } },
      credentials: [keys],
    });
    const { invoke } = await overHttp({
      verifyStorage: true,
      state: sandboxWith({ endpoint: s3.url, mount_path: "/data/assets" }),
    });
    expect((await invoke("sbx-1", "/data/assets/large.bin")).text).toHaveLength(4 << 20);
    // Warnings are emitted in a later tick.
    await new Promise((resolve) => setImmediate(resolve));
    expect(warned).not.toHaveBeenCalled();
    process.off("warning", warned);
    await s3.close();
  });
});

describe.each(ways)("a caller who leaves before the storage has responded, $way", ({ open }) => {
  it("is recorded as abandoned", async () => {
    const left = new AbortController();
    const silent = await endpointThat(() => left.abort());
    const recorded = deferred();
    const { invoke, emulator } = await open({
      verifyStorage: true,
      onRequest: recorded.resolve,
      state: sandboxWith({ endpoint: silent.url, mount_path: "/data/assets" }),
    });
    await expect(invoke("sbx-1", "/data/assets/a.txt", { signal: left.signal })).rejects.toThrow();
    await recorded.promise;
    expect(emulator.requests().map(({ status }) => status)).toEqual(["abandoned"]);
    await silent.close();
  });
});

describe("a changed endpoint", () => {
  it("does not get the credentials of the one before", async () => {
    const authorizations: (string | undefined)[] = [];
    const other = await endpointThat((request, response) => {
      authorizations.push(request.headers.authorization);
      response.end(listing(""));
    });
    const s3 = await startS3({ buckets: { "project-assets": {} }, credentials: [keys] });
    const { call } = await inProcess({
      verifyStorage: true,
      state: sandboxWith({ endpoint: s3.url, mount_path: "/data/assets" }),
    });
    const path = "/v1/sandbox/sbx-1/mounts/mnt-1";
    expect((await call("PATCH", path, { endpoint: other.url })).status).toBe(200);
    expect((await call("PATCH", path, { endpoint: `${other.url}/x`, ...withKeys })).status).toBe(200);
    expect(authorizations.map((value) => value !== undefined)).toEqual([false, true]);
    await s3.close();
    await other.close();
  });
});

describe("text from outside", () => {
  /** Milliseconds for the best of three runs. */
  async function timeOf(work: () => unknown): Promise<number> {
    const times: number[] = [];
    for (let run = 0; run < 3; run += 1) {
      const began = performance.now();
      await work();
      times.push(performance.now() - began);
    }
    return Math.min(...times);
  }

  it.each([
    [
      "the slashes of an endpoint",
      (size: number) =>
        verifyMount(mountAt(`https://example.com/${"/".repeat(size)}x`), { allowedEndpoints: [] }),
    ],
    [
      "nested percent forms of a path",
      (size: number) => read(`/data/assets/%${"25".repeat(size)}2e`, mountAt("https://example.com")),
    ],
    [
      "the entries of a listing",
      (size: number) =>
        read(
          "/data/assets/",
          mountAt("https://example.com"),
          responding(200, listing("<Contents><Key>".repeat(size))),
        ),
    ],
  ])("takes time in proportion to its length: %s", async (_, work) => {
    const [small, large] = [await timeOf(() => work(20_000)), await timeOf(() => work(160_000))];
    // Eight times the input. Quadratic time would be 64 times as long.
    expect(large / Math.max(small, 1)).toBeLessThan(32);
  });
});

function deferred() {
  let resolve: (value?: unknown) => void = () => {};
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
