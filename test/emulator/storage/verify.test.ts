import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkAllowedEndpoints, verifyMount } from "../../../src/emulator/storage/index.ts";
import type { S3Server } from "../../../tools/s3/index.ts";
import { startS3 } from "../../../tools/s3/index.ts";
import { endpointThat, keys, mountAt, responding, s3Error, withoutKeys } from "./fixture.ts";

const fields = async (...args: Parameters<typeof verifyMount>) =>
  (await verifyMount(...args)).map(({ field }) => field);

describe("verifyMount", () => {
  let s3: S3Server;

  beforeAll(async () => {
    s3 = await startS3({
      buckets: {
        "project-assets": { objects: { "docs/readme.md": "hello" } },
        "public-assets": { public: true, objects: { "hello.txt": "hello" } },
        "other-assets": {},
      },
      credentials: [{ ...keys, buckets: ["project-assets", "public-assets"] }],
    });
  });

  afterAll(() => s3.close());

  it("accepts working credentials, with one signed listing of one name below the prefix", async () => {
    const before = s3.requests.length;
    expect(await verifyMount(mountAt(s3.url, { prefix: "docs/" }))).toEqual([]);
    expect(s3.requests.slice(before)).toEqual([
      {
        method: "GET",
        bucket: "project-assets",
        key: "",
        query: { "list-type": "2", "encoding-type": "url", prefix: "docs/", "max-keys": "1" },
        auth: "header",
        status: 200,
      },
    ]);
  });

  it("accepts a public bucket without credentials, and sends none", async () => {
    const mount = withoutKeys(mountAt(s3.url, { bucket: "public-assets" }));
    expect(await verifyMount(mount)).toEqual([]);
    expect(s3.requests.at(-1)).toMatchObject({ auth: "anonymous", status: 200 });
  });

  it.each(["no/such/folder/", "with space+plus&more=%25/", "grüße/🪣/", "a//b/"])(
    "accepts the prefix %j with nothing below it yet",
    async (prefix) => {
      expect(await verifyMount(mountAt(s3.url, { prefix }))).toEqual([]);
      expect(s3.requests.at(-1)?.query.prefix).toBe(prefix);
    },
  );

  it.each([
    ["an unknown key", { access_key_id: "AKUNKNOWN" }, "access_key_id"],
    ["a wrong secret", { secret_access_key: "wrong" }, "secret_access_key"],
    ["a key that may not list the bucket", { bucket: "other-assets" }, "access_key_id"],
    ["a missing bucket", { bucket: "no-such-bucket" }, "bucket"],
    ["a key without its secret", { secret_access_key: "" }, "secret_access_key"],
    ["a secret without its key", { access_key_id: "" }, "access_key_id"],
    ["a private bucket without credentials", { access_key_id: "", secret_access_key: "" }, "access_key_id"],
    ["a key with a line break", { access_key_id: "AK\r\nx-evil: 1" }, "access_key_id"],
    ["a key with a comma", { access_key_id: "AK,SignedHeaders=x" }, "access_key_id"],
    ["a key beyond ASCII", { access_key_id: "schlüssel" }, "access_key_id"],
    ["a bucket with a slash", { bucket: "project-assets/docs" }, "bucket"],
    ["a bucket with a query", { bucket: "project-assets?acl" }, "bucket"],
    ["a bucket of dots", { bucket: ".." }, "bucket"],
    ["an empty bucket", { bucket: "" }, "bucket"],
    ["a prefix with a dot segment", { prefix: "a/../b/" }, "prefix"],
    ["a prefix that is no Unicode text", { prefix: "\ud800/" }, "prefix"],
    ["an endpoint that is no URL", { endpoint: "not a url" }, "endpoint"],
    ["an endpoint of another scheme", { endpoint: "ftp://127.0.0.1/" }, "endpoint"],
    ["a file as endpoint", { endpoint: "file:///etc/" }, "endpoint"],
    ["an endpoint with a query", { endpoint: "http://127.0.0.1/?a=b" }, "endpoint"],
    ["an endpoint with a fragment", { endpoint: "http://127.0.0.1/#a" }, "endpoint"],
    ["an endpoint with credentials", { endpoint: "http://user:hunter2@127.0.0.1/" }, "endpoint"],
    ["a port where nobody listens", { endpoint: "http://127.0.0.1:1" }, "endpoint"],
  ])("names for %s the field at fault", async (_what, change, field) => {
    const errors = await verifyMount(mountAt(s3.url, change));
    expect(errors).toEqual([{ field, error: expect.stringMatching(/^[a-z]/) }]);
    const repeated = Object.values(change).filter(
      (value) => value.length > 3 && errors[0]?.error.includes(value),
    );
    expect(repeated).toEqual([]);
  });

  it("says that a bucket which is not public needs credentials", async () => {
    const [error] = await verifyMount(withoutKeys(mountAt(s3.url)));
    expect(error).toEqual({
      field: "access_key_id",
      error: expect.stringContaining("is required: the bucket is not public"),
    });
  });

  it("recognizes the URL of a bucket given for that of the service", async () => {
    const byPath = await verifyMount(mountAt(`${s3.url}/project-assets`));
    expect(byPath).toEqual([{ field: "endpoint", error: expect.stringContaining("URL of the bucket") }]);
    const missing = responding(404, s3Error("NoSuchKey"));
    const byHost = mountAt("https://project-assets.s3.amazonaws.com");
    expect(await verifyMount(byHost, missing)).toEqual(byPath);
    const denied = responding(403, s3Error("AccessDenied"));
    expect(await verifyMount(withoutKeys(byHost), denied)).toEqual(byPath);
    const unreachable = { fetch: () => Promise.reject(new TypeError("fetch failed")) };
    expect(await verifyMount(byHost, unreachable)).toEqual(byPath);
  });

  it("still accepts a service whose host begins with the bucket's name", async () => {
    const listing = responding(200, "<ListBucketResult><Name>storage</Name></ListBucketResult>");
    expect(await verifyMount(mountAt("https://storage.example.com", { bucket: "storage" }), listing)).toEqual(
      [],
    );
    expect(listing.asked[0]).toMatch(/^https:\/\/storage\.example\.com\/storage\?list-type=2&/);
  });

  it("takes the word of a service that knows the keys to be wrong, however its URL looks", async () => {
    const mount = mountAt("https://storage.example.com", { bucket: "storage" });
    expect(await fields(mount, responding(403, s3Error("SignatureDoesNotMatch")))).toEqual([
      "secret_access_key",
    ]);
    expect(await fields(mount, responding(403, s3Error("InvalidAccessKeyId")))).toEqual(["access_key_id"]);
  });

  it("keeps a path that the endpoint has", async () => {
    const listing = responding(200, "<ListBucketResult/>");
    await verifyMount(mountAt("https://example.com/storage/v1/s3//"), listing);
    expect(listing.asked[0]).toMatch(/^https:\/\/example\.com\/storage\/v1\/s3\/project-assets\?/);
  });

  it.each([
    [200, "<html>Welcome</html>", "endpoint"],
    [200, '{"ok":true}', "endpoint"],
    [200, "", "endpoint"],
    [200, `<!-- ListBucketResult --><Error><Code>X</Code></Error>`, "endpoint"],
    [404, "Not Found", "endpoint"],
    [403, "<html>Forbidden</html>", "endpoint"],
    [401, "Unauthorized", "endpoint"],
    [500, s3Error("InternalError"), "endpoint"],
    [503, s3Error("SlowDown"), "endpoint"],
    [405, s3Error("MethodNotAllowed"), "endpoint"],
    [401, s3Error("Unauthorized"), "access_key_id"],
    [401, s3Error("SomethingElse"), "access_key_id"],
    [403, s3Error("InvalidSecurity"), "access_key_id"],
    [400, s3Error("InvalidBucketName"), "bucket"],
    [403, s3Error("RequestTimeTooSkewed"), "endpoint"],
    [400, s3Error("ExpiredToken"), "access_key_id"],
    [400, s3Error("TokenRefreshRequired"), "access_key_id"],
    [403, s3Error("UserSuspended"), "access_key_id"],
    [404, s3Error("NoSuchBucket", "<BucketName>project-assets</BucketName>"), "bucket"],
    [404, s3Error("NoSuchBucket", "<BucketName>s3</BucketName>"), "endpoint"],
    [403, s3Error("AccessDenied", "<BucketName>s3</BucketName>"), "endpoint"],
    [403, s3Error("toString"), "endpoint"],
    [501, s3Error("NotImplemented"), "endpoint"],
  ])("takes %i %j for a fault of the field %s", async (status, body, field) => {
    expect(await fields(mountAt("https://example.com"), responding(status, body))).toEqual([field]);
  });

  it("asks an endpoint whose host name states a region for no other", async () => {
    const wrong = responding(400, s3Error("AuthorizationHeaderMalformed", "<Region>eu-west-1</Region>"));
    expect(await verifyMount(mountAt("https://s3.us-west-2.amazonaws.com"), wrong)).toEqual([
      { field: "endpoint", error: "is of another region than the bucket, which is in eu-west-1" },
    ]);
    expect(wrong.asked).toHaveLength(1);
  });

  it("follows no redirect, wherever it leads", async () => {
    let hits = 0;
    const target = await endpointThat((_, response) => {
      hits += 1;
      response.end("<ListBucketResult/>");
    });
    for (const status of [301, 302, 303, 307, 308]) {
      const redirecting = await endpointThat((_, response) => {
        response.writeHead(status, { location: `${target.url}/project-assets` }).end();
      });
      expect(await verifyMount(mountAt(redirecting.url))).toEqual([
        {
          field: "endpoint",
          error: expect.stringContaining("redirects to another address, which is not followed"),
        },
      ]);
      await redirecting.close();
    }
    expect(hits).toBe(0);
    await target.close();
  });

  it("gives up at the time limit, whether headers or the body never come", async () => {
    const silent = await endpointThat(() => {});
    const stalling = await endpointThat((_, response) => {
      response.writeHead(200).write("<ListBucketResult>");
    });
    for (const { url } of [silent, stalling]) {
      expect(await verifyMount(mountAt(url), { timeoutMs: 60 })).toEqual([
        { field: "endpoint", error: expect.stringContaining("did not respond within 60 ms") },
      ]);
    }
    const deaf = { fetch: () => new Promise<Response>(() => {}), timeoutMs: 20 };
    expect(await fields(mountAt("https://example.com"), deaf)).toEqual(["endpoint"]);
    await silent.close();
    await stalling.close();
  });

  it("stops reading a response that never ends", async () => {
    let sent = 0;
    const endless = await endpointThat((_, response) => {
      const chunk = `<ListBucketResult>${" ".repeat(1 << 20)}`;
      const more = (): void => {
        sent += 1;
        if (!response.destroyed && sent < 200) response.write(chunk, more);
      };
      more();
    });
    expect(await fields(mountAt(endless.url))).toEqual(["endpoint"]);
    expect(sent).toBeLessThan(100);
    await endless.close();
  });

  it("reads hostile responses in one pass", async () => {
    const size = 3_000_000;
    const bodies = [
      " ".repeat(size),
      `<?xml ${"?".repeat(size)}`,
      `<ListBucketResult>${"<Contents>".repeat(size / 10)}`,
      `<ListBucketResult>${"<ContentsX".repeat(size / 10)}`,
      `<Error>${"<Code".repeat(size / 5)}`,
    ];
    const started = performance.now();
    for (const body of bodies) {
      for (const status of [200, 400])
        await verifyMount(mountAt("https://example.com"), responding(status, body));
    }
    expect(performance.now() - started).toBeLessThan(60_000);
  });

  it("signs for the region that the service asks for, and remembers it", async () => {
    const elsewhere = await startS3({
      buckets: { "project-assets": {} },
      credentials: [keys],
      region: "eu-north-1",
    });
    const regions = new Map<string, string>();
    expect(await verifyMount(mountAt(elsewhere.url), { regions })).toEqual([]);
    expect(elsewhere.requests.map(({ status }) => status)).toEqual([400, 200]);
    expect(await verifyMount(mountAt(elsewhere.url), { regions })).toEqual([]);
    expect(elsewhere.requests.map(({ status }) => status)).toEqual([400, 200, 200]);
    expect(await fields(mountAt(elsewhere.url, { secret_access_key: "wrong" }))).toEqual([
      "secret_access_key",
    ]);
    await elsewhere.close();
  });

  it("reads the region from the error document when there is no header for it", async () => {
    const scopes: string[] = [];
    const fetch = async (_: string, init: RequestInit) => {
      const authorization = new Headers(init.headers).get("authorization") ?? "";
      scopes.push(/Credential=[^/]+\/\d+\/([^/]+)\//.exec(authorization)?.[1] ?? "none");
      return scopes.length === 1
        ? new Response(s3Error("AuthorizationHeaderMalformed", "<Region>sa-east-1</Region>"), { status: 400 })
        : new Response("<ListBucketResult/>");
    };
    expect(await verifyMount(mountAt("https://example.com"), { fetch })).toEqual([]);
    expect(scopes).toEqual(["us-east-1", "sa-east-1"]);
  });

  it("asks no more than twice, and never signs for a region that cannot be one", async () => {
    const moved = responding(301, s3Error("PermanentRedirect"), { "x-amz-bucket-region": "eu-west-1" });
    expect(await verifyMount(mountAt("https://example.com"), moved)).toEqual([
      {
        field: "endpoint",
        error: expect.stringContaining("another region than the bucket, which is in eu-west-1"),
      },
    ]);
    expect(moved.asked).toHaveLength(2);
    const odd = responding(400, s3Error("AuthorizationHeaderMalformed", "<Region>x/y</Region>"));
    expect(await fields(mountAt("https://example.com"), odd)).toEqual(["endpoint"]);
    expect(odd.asked).toHaveLength(1);
  });

  it.each([
    ["https://s3.eu-west-1.amazonaws.com", "eu-west-1"],
    ["https://0123.r2.cloudflarestorage.com", "auto"],
    ["https://s3.us-west-004.backblazeb2.com", "us-west-004"],
    ["https://minio.example.com", "us-east-1"],
  ])("signs for %s in the region %s at first", async (endpoint, region) => {
    let authorization: string | null = null;
    const fetch = async (_: string, init: RequestInit) => {
      authorization = new Headers(init.headers).get("authorization");
      return new Response("<ListBucketResult/>");
    };
    await verifyMount(mountAt(endpoint), { fetch });
    expect(authorization).toContain(`/${region}/s3/aws4_request`);
  });

  describe("with allowedEndpoints", () => {
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
    ])("treats %s as allowed: %s", async (endpoint, allowed) => {
      const listing = responding(200, "<ListBucketResult/>");
      const allowedEndpoints = ["https://s3.example.com/", "https://other.example.com/s3"];
      const found = await fields(mountAt(endpoint), { ...listing, allowedEndpoints });
      expect(found).toEqual(allowed ? [] : ["endpoint"]);
      expect(listing.asked).toHaveLength(allowed ? 1 : 0);
    });

    it("allows nothing when the list is empty", async () => {
      expect(await fields(mountAt(s3.url), { allowedEndpoints: [] })).toEqual(["endpoint"]);
    });

    it("rejects entries that could never match, when they are checked", () => {
      expect(() =>
        checkAllowedEndpoints(["https://s3.example.com", "http://127.0.0.1:9000/x"]),
      ).not.toThrow();
      for (const entry of [
        "s3.example.com",
        "",
        "https://user:hunter2@example.com",
        "https://example.com/?x",
      ]) {
        expect(() => checkAllowedEndpoints(["https://example.com", entry])).toThrow(
          /^allowedEndpoints\[1\] must be/,
        );
        expect(() => checkAllowedEndpoints([entry])).not.toThrow(/hunter2/);
      }
    });
  });
});
