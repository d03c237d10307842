import { describe, expect, it, onTestFinished, vi } from "vitest";
import { verifyMount } from "../../../src/emulator/storage/index.ts";
import { startS3 } from "../../../tools/s3/index.ts";
import { inProcess, overHttp, ways } from "../support/open.ts";
import { endpointThat, keys, mountAt, read, responding, s3Error, withKeys } from "./fixture.ts";

const page = "<html><script>steal()</script></html>";
const listing = (contents: string) => `<ListBucketResult>${contents}</ListBucketResult>`;
const somewhere = mountAt("https://example.com");

async function storage(objects: Record<string, string> = {}) {
  const s3 = await startS3({ buckets: { "project-assets": { objects } }, credentials: [keys] });
  onTestFinished(s3.close);
  return s3;
}

/** An emulator's options, with a sandbox that has a mount there. */
const withMount = (endpoint: string) => ({
  verifyStorage: true,
  state: {
    version: 1 as const,
    sandboxes: [{ id: "sbx-1", state: "running" as const, mounts: [{ id: "mnt-1", ...mountAt(endpoint) }] }],
  },
});

describe("a server that took the place of the storage", () => {
  it.each([
    ["a page for everything", page],
    ["a page for files, and a listing without them", listing("")],
    [
      "a page for files, and a listing of another file",
      listing("<Contents><Key>index.html2</Key></Contents>"),
    ],
  ])("gets none of its pages into the sandbox host: %s", async (_, listed) => {
    const { url } = await endpointThat(({ url = "" }, response) => {
      const date = new Date().toUTCString();
      response.writeHead(200, { "content-type": "text/html", etag: '"1"', "last-modified": date });
      response.end(url.includes("list-type") ? listed : page);
    });
    const response = await read("/data/assets/index.html", [mountAt(url)]);
    expect([response?.status, response?.headers.get("content-type")]).toEqual([502, "application/json"]);
    expect(await response?.text()).not.toContain("steal");
  });

  it.each([
    [
      "whose responses bear no header of S3, by what the bucket lists",
      200,
      listing("<Contents><Key>a.html</Key></Contents>"),
    ],
    ["that lets its key read and not list", 403, s3Error("AccessDenied")],
  ])("is told from a service %s", async (_, status, listed) => {
    const fetch = async (url: string) =>
      url.includes("list-type")
        ? new Response(listed, { status })
        : new Response(page, { headers: { "content-type": "text/html" } });
    const response = await read("/data/assets/a.html", [somewhere], { fetch });
    expect([response?.status, await response?.text()]).toEqual([200, page]);
    expect(response?.headers.get("x-content-type-options")).toBe("nosniff");
  });
});

describe("a listing", () => {
  it("that is cut off without a token says that it is truncated", async () => {
    const cut = listing("<IsTruncated>true</IsTruncated><Contents><Key>a</Key><Size>1</Size></Contents>");
    const response = await read("/data/assets/", [somewhere], responding(200, cut));
    expect(await response?.json()).toMatchObject({ entries: [{ name: "a" }], truncated: true });
  });

  it.each(["/data/assets/.", "/data/assets/..", "/data/assets/a\\b", "/data/assets/%2e%2e/x"])(
    "does not show a mount at %s, which no path reaches",
    async (mount_path) => {
      const { url } = await storage();
      const response = await read("/data/assets/", [mountAt(url), mountAt(url, { mount_path })]);
      expect(await response?.json()).toMatchObject({ entries: [] });
    },
  );
});

it("a large object leaves no listener behind for each wait of the socket", async () => {
  const warned = vi.fn();
  process.on("warning", warned);
  onTestFinished(() => void process.off("warning", warned));
  const { url } = await storage({ "large.bin": "x".repeat(4 << 20) });
  const { invoke } = await overHttp(withMount(url));
  expect((await invoke("sbx-1", "/data/assets/large.bin")).text).toHaveLength(4 << 20);
  // Warnings are emitted in a later tick.
  await new Promise((resolve) => setImmediate(resolve));
  expect(warned).not.toHaveBeenCalled();
});

it.each(ways)("a caller who leaves before the storage has responded is recorded, $way", async ({ open }) => {
  const left = new AbortController();
  const silent = await endpointThat(() => left.abort());
  let onRequest = () => {};
  const recorded = new Promise<void>((resolve) => {
    onRequest = resolve;
  });
  const { invoke, emulator } = await open({ ...withMount(silent.url), onRequest: () => onRequest() });
  await expect(invoke("sbx-1", "/data/assets/a.txt", { signal: left.signal })).rejects.toThrow();
  await recorded;
  expect(emulator.requests().map(({ status }) => status)).toEqual(["abandoned"]);
});

it("a changed endpoint does not get the credentials of the one before", async () => {
  const signed: boolean[] = [];
  const other = await endpointThat(({ headers }, response) => {
    signed.push(headers.authorization !== undefined);
    response.end(listing(""));
  });
  const { call } = await inProcess(withMount((await storage()).url));
  for (const change of [{ endpoint: other.url }, { endpoint: `${other.url}/x`, ...withKeys }])
    expect((await call("PATCH", "/v1/sandbox/sbx-1/mounts/mnt-1", change)).status).toBe(200);
  expect(signed).toEqual([false, true]);
});

describe("text from outside", () => {
  /** Milliseconds for the best of seven runs. */
  async function timeOf(work: () => unknown): Promise<number> {
    const times: number[] = [];
    for (let run = 0; run < 7; run += 1) {
      const began = performance.now();
      await work();
      times.push(performance.now() - began);
    }
    return Math.min(...times);
  }

  const slashes = (size: number) => mountAt(`https://example.com/${"/".repeat(size)}x`);
  it.each<[string, (size: number) => unknown]>([
    ["the slashes of an endpoint", (size) => verifyMount(slashes(size), { allowedEndpoints: [] })],
    ["nested percent forms of a path", (size) => read(`/data/assets/%${"25".repeat(size)}2e`, [somewhere])],
    [
      "the entries of a listing",
      (size) => read("/data/assets/", [somewhere], responding(200, listing("<Contents><Key>".repeat(size)))),
    ],
  ])("takes time in proportion to its length: %s", async (_, work) => {
    const [small, large] = [await timeOf(() => work(20_000)), await timeOf(() => work(160_000))];
    // Eight times the input. Quadratic time would be 64 times as long.
    expect(large / Math.max(small, 1)).toBeLessThan(32);
  });
});
