import { describe, expect, it, onTestFinished } from "vitest";
import { checkAllowedEndpoints, verifyMount } from "../../../src/emulator/storage/index.ts";
import { startS3 } from "../../../tools/s3/index.ts";
import { keys, mountAt, responding, withoutKeys } from "./fixture.ts";

// What the emulator adds to the check that test/storage tests in full.

const fields = async (...args: Parameters<typeof verifyMount>) =>
  (await verifyMount(...args)).map(({ field }) => field);

async function storage(region = "us-east-1") {
  const buckets = { "project-assets": {}, "public-assets": { public: true } };
  const s3 = await startS3({ buckets, credentials: [keys], region });
  onTestFinished(s3.close);
  return s3;
}

describe("verifyMount", () => {
  it.each(["docs/", "with space+plus&more=%25/", "grüße/🪣/", "a//b/"])(
    "lists one name below the prefix %j, and accepts that there is none",
    async (prefix) => {
      const { url, requests } = await storage();
      expect(await verifyMount(mountAt(url, { prefix }))).toEqual([]);
      const query = { "list-type": "2", "encoding-type": "url", prefix, "max-keys": "1" };
      expect(requests).toEqual([
        { method: "GET", bucket: "project-assets", key: "", query, auth: "header", status: 200 },
      ]);
    },
  );

  it("sends no credentials where the mount has none", async () => {
    const { url, requests } = await storage();
    expect(await fields(mountAt(url, { bucket: "public-assets", ...withoutKeys }))).toEqual([]);
    expect(requests).toMatchObject([{ auth: "anonymous", status: 200 }]);
  });

  it("remembers the region that the service asked for", async () => {
    const { url, requests } = await storage("eu-north-1");
    const regions = new Map<string, string>();
    for (const _ of [1, 2]) expect(await fields(mountAt(url), { regions })).toEqual([]);
    expect(requests.map(({ status }) => status)).toEqual([400, 200, 200]);
    const wrong = mountAt(url, { secret_access_key: "wrong" });
    expect(await fields(wrong, { regions })).toEqual(["secret_access_key"]);
  });
});

describe("allowedEndpoints", () => {
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
  ])("treat %s as allowed: %s", async (endpoint, allowed) => {
    const listing = responding(200, "<ListBucketResult/>");
    const allowedEndpoints = ["https://s3.example.com/", "https://other.example.com/s3"];
    const found = await fields(mountAt(endpoint), { ...listing, allowedEndpoints });
    expect(found).toEqual(allowed ? [] : ["endpoint"]);
    expect(listing.asked).toHaveLength(allowed ? 1 : 0);
  });

  it("allow nothing when the list is empty, and nothing that could never match", async () => {
    expect(await fields(mountAt("https://s3.example.com"), { allowedEndpoints: [] })).toEqual(["endpoint"]);
    expect(() => checkAllowedEndpoints(["https://s3.example.com", "http://127.0.0.1:9000/x"])).not.toThrow();
    for (const entry of ["s3.example.com", "", "https://user:hunter2@example.com", "https://a.test/?x"]) {
      const check = () => checkAllowedEndpoints(["https://example.com", entry]);
      expect(check).toThrow(/^allowedEndpoints\[1\] must be/);
      expect(check).not.toThrow(/hunter2/);
    }
  });
});
