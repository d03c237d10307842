import { inspect } from "node:util";
import { build } from "esbuild";
import {
  type CheckStorageOptions,
  checkStorage,
  StorageCheckError,
  type StorageMount,
} from "leap0-fetch/storage";
import { describe, expect, it } from "vitest";
import {
  endpointThat,
  keys,
  listing,
  mountAt,
  responding,
  s3Error,
  storageWith,
  withKeys,
} from "../emulator/storage/fixture.ts";

const mount = mountAt("https://s3.example.com");

async function problemOf(change: object, options?: CheckStorageOptions): Promise<StorageCheckError> {
  const error = await checkStorage({ ...mount, ...change }, options).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(StorageCheckError);
  return error as StorageCheckError;
}

const regionOf = (init: RequestInit) =>
  /Credential=[^/]+\/\d+\/([^/]+)\//.exec(new Headers(init.headers).get("authorization") ?? "")?.[1];

describe("checkStorage", () => {
  it("sends one list request, signed, and nothing else", async () => {
    const sent: [string, RequestInit][] = [];
    const fetch = async (...request: [string, RequestInit]) => {
      sent.push(request);
      return new Response(listing("<Contents><Key>a</Key></Contents>"));
    };
    const found = await checkStorage(mount, { fetch });
    expect(found).toEqual({ keys: 1, truncated: false, empty: false, region: "us-east-1" });
    const [[url, init] = ["", {}], ...more] = sent;
    expect(more).toEqual([]);
    expect(url).toBe("https://s3.example.com/project-assets?list-type=2&encoding-type=url&max-keys=1000");
    expect(init).toMatchObject({ method: "GET", redirect: "manual" });
    expect(new Headers(init.headers).get("authorization")).toMatch(/^AWS4-HMAC-SHA256 /);
  });

  it("counts no key that a service returns although it is not below the prefix", async () => {
    const { fetch } = responding(200, listing("<Contents><Key>other</Key></Contents>"));
    expect((await problemOf({ prefix: "docs/" }, { fetch })).code).toBe("nothing_below_prefix");
  });

  it.each([
    ["not_s3", "endpoint", 200, "<html>Welcome</html>"],
    ["not_s3", "endpoint", 200, '{"ok":true}'],
    ["not_s3", "endpoint", 200, ""],
    ["not_s3", "endpoint", 200, "<!-- ListBucketResult --><Error><Code>X</Code></Error>"],
    ["not_s3", "endpoint", 401, "Unauthorized"],
    ["not_s3", "endpoint", 404, "Not Found"],
    ["redirect", "endpoint", 302, ""],
    ["wrong_region", "endpoint", 301, s3Error("PermanentRedirect", "<Region>eu-west-1</Region>")],
    ["wrong_region", "endpoint", 400, s3Error("AuthorizationHeaderMalformed")],
    ["wrong_region", "endpoint", 400, s3Error("AuthorizationHeaderMalformed", "<Region>x/y</Region>")],
    ["not_supported", "endpoint", 501, s3Error("NotImplemented")],
    ["unavailable", "endpoint", 500, s3Error("InternalError")],
    ["unavailable", "endpoint", 503, s3Error("SlowDown")],
    ["rejected", "endpoint", 405, s3Error("MethodNotAllowed")],
    ["rejected", "endpoint", 403, s3Error("toString")],
    ["unknown_key", "access_key_id", 401, s3Error("Unauthorized")],
    ["unknown_key", "access_key_id", 403, s3Error("InvalidSecurity")],
    ["no_permission", "access_key_id", 401, s3Error("SomethingElse")],
    ["expired_credentials", "access_key_id", 400, s3Error("TokenRefreshRequired")],
    ["unknown_bucket", "bucket", 400, s3Error("InvalidBucketName")],
    ["unknown_bucket", "bucket", 404, s3Error("NoSuchBucket", "<BucketName>project-assets</BucketName>")],
    ["bucket_in_endpoint", "endpoint", 404, s3Error("NoSuchBucket", "<BucketName>s3</BucketName>")],
    ["bucket_in_endpoint", "endpoint", 403, s3Error("AccessDenied", "<BucketName>s3</BucketName>")],
  ])("says %s of the field %s where the service returns %i %j", async (code, field, status, body) => {
    const error = await problemOf({}, { fetch: responding(status, body).fetch });
    expect([error.code, error.field]).toEqual([code, field]);
    expect(error.message.startsWith(`${field} `)).toBe(true);
    expect(error.message.endsWith(error.advice)).toBe(true);
  });

  it("recognizes a bucket in the endpoint's host name, unless the service knows the keys to be wrong", async () => {
    const [endpoint, bucket] = ["https://storage.example.com", "storage"];
    const { fetch, asked } = responding(200, listing());
    expect(await checkStorage({ ...mount, endpoint, bucket }, { fetch })).toMatchObject({ keys: 0 });
    expect(asked[0]).toMatch(/^https:\/\/storage\.example\.com\/storage\?list-type=2&/);
    for (const [code, fetch] of [
      ["bucket_in_endpoint", responding(404, s3Error("NoSuchKey")).fetch],
      ["bucket_in_endpoint", responding(403, s3Error("AccessDenied")).fetch],
      ["bucket_in_endpoint", () => Promise.reject(new TypeError("fetch failed"))],
      ["wrong_secret", responding(403, s3Error("SignatureDoesNotMatch")).fetch],
      ["unknown_key", responding(403, s3Error("InvalidAccessKeyId")).fetch],
    ] as const)
      expect((await problemOf({ endpoint, bucket }, { fetch })).code).toBe(code);
  });

  it("keeps a path that the endpoint has", async () => {
    const { fetch, asked } = responding(200, listing());
    await checkStorage({ ...mount, endpoint: "https://example.com/storage/v1/s3//" }, { fetch });
    expect(asked[0]).toMatch(/^https:\/\/example\.com\/storage\/v1\/s3\/project-assets\?/);
  });

  it.each([
    ["endpoint", { endpoint: undefined }],
    ["endpoint", { endpoint: "s3.example.com" }],
    ["endpoint", { endpoint: "ftp://127.0.0.1/" }],
    ["endpoint", { endpoint: "file:///etc/" }],
    ["endpoint", { endpoint: "http://127.0.0.1/?a=b" }],
    ["endpoint", { endpoint: "http://127.0.0.1/#a" }],
    ["endpoint", { endpoint: "https://user:hunter2@s3.example.com" }],
    ["bucket", { bucket: null }],
    ["bucket", { bucket: "" }],
    ["bucket", { bucket: ".." }],
    ["bucket", { bucket: "project-assets/docs" }],
    ["bucket", { bucket: "project-assets?acl" }],
    ["prefix", { prefix: 1 }],
    ["prefix", { prefix: "a/../b/" }],
    ["prefix", { prefix: "\ud800/" }],
    ["access_key_id", { access_key_id: "" }],
    ["access_key_id", { access_key_id: "AK\r\nx-evil: 1" }],
    ["access_key_id", { access_key_id: "AK,SignedHeaders=x" }],
    ["access_key_id", { access_key_id: "schlüssel" }],
    ["secret_access_key", { secret_access_key: "" }],
    ["secret_access_key", { secret_access_key: undefined }],
  ])("sends nothing for an unusable %s, and does not show it: %j", async (field, change) => {
    const error = await problemOf(change, { fetch: () => Promise.reject(new Error("sent")) });
    expect([error.code, error.field]).toEqual(["invalid_field", field]);
    for (const value of Object.values(change))
      if (typeof value === "string" && value.length > 3) expect(error.message).not.toContain(value);
  });

  it("says unreachable, and rejects with the signal's own reason, at once", async () => {
    expect((await problemOf({ endpoint: "http://127.0.0.1:1" })).code).toBe("unreachable");
    const reason = new Error("enough");
    const fetch = () => new Promise<Response>(() => {});
    await expect(checkStorage(mount, { fetch, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const later = new AbortController();
    const checking = checkStorage(mount, { fetch, signal: later.signal });
    later.abort(reason);
    await expect(checking).rejects.toBe(reason);
  });

  it("names an option that does not exist", async () => {
    const options = { timeout: 5 } as object;
    await expect(checkStorage(mount, options)).rejects.toThrow(/^timeout is not an option/);
    await expect(checkStorage(mount, { timeoutMs: 0 })).rejects.toThrow(TypeError);
  });

  it("shows no credential in any property, message, stack or inspect, also where the service sends them back", async () => {
    const echo = (_: string, init: RequestInit) => {
      const sent = JSON.stringify([Object.values(withKeys), [...new Headers(init.headers)]]);
      const more = `<Region>${sent}</Region><BucketName>${sent}</BucketName>`;
      return Promise.resolve(new Response(s3Error("AccessDenied", more), { status: 403 }));
    };
    const quoting = (url: string, init: RequestInit) =>
      Promise.reject(new Error(`${url} ${keys.secretAccessKey}`, { cause: init }));
    for (const fetch of [echo, quoting]) {
      const error = await problemOf({}, { fetch });
      const shown = `${inspect(error, { depth: null, showHidden: true })} ${JSON.stringify(error)} ${error.stack}`;
      for (const secret of Object.values(withKeys)) expect(shown).not.toContain(secret);
      expect(shown).not.toMatch(/AWS4|[0-9a-f]{64}/);
      expect(shown).toContain("StorageCheckError");
    }
  });

  it("takes a whole mount request, and imports nothing of any platform", async () => {
    const accepted: StorageMount = { ...mount, type: "object-storage", read_only: true };
    const { outputFiles, metafile } = await build({
      entryPoints: ["src/storage/index.ts"],
      bundle: true,
      format: "esm",
      platform: "neutral",
      mainFields: ["module", "main"],
      metafile: true,
      write: false,
    });
    expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([]);
    const bundle = `data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? "")}`;
    const entry = (await import(/* @vite-ignore */ bundle)) as typeof import("leap0-fetch/storage");
    const { fetch } = responding(200, listing());
    expect(await entry.checkStorage(accepted, { fetch })).toMatchObject({ keys: 0, empty: true });
  });
});

describe("the region that checkStorage signs for", () => {
  it.each([
    ["https://s3.eu-west-1.amazonaws.com", "eu-west-1"],
    ["https://0123.r2.cloudflarestorage.com", "auto"],
    ["https://s3.us-west-004.backblazeb2.com", "us-west-004"],
    ["https://minio.example.com", "us-east-1"],
  ])("is for %s at first %s", async (endpoint, region) => {
    const { fetch } = responding(200, listing());
    expect(await checkStorage({ ...mount, endpoint }, { fetch })).toMatchObject({ region });
  });

  it("is the one in the error document where no header names it, or is asked for once more", async () => {
    const signed: unknown[] = [];
    const fetch = async (_: string, init: RequestInit) =>
      signed.push(regionOf(init)) === 1
        ? new Response(s3Error("AuthorizationHeaderMalformed", "<Region>sa-east-1</Region>"), { status: 400 })
        : new Response(listing());
    await checkStorage(mount, { fetch });
    expect(signed).toEqual(["us-east-1", "sa-east-1"]);
  });

  it.each([
    ["asked for twice at most", mount.endpoint, "eu-west-1", 2],
    ["one that the host name states, and no other", "https://s3.us-west-2.amazonaws.com", "eu-west-1", 1],
    ["never one that cannot be", mount.endpoint, "x/y", 1],
  ])("is %s", async (_, endpoint, region, times) => {
    const wrong = responding(400, s3Error("AuthorizationHeaderMalformed", `<Region>${region}</Region>`));
    const error = await problemOf({ endpoint }, { fetch: wrong.fetch });
    expect(error.code).toBe("wrong_region");
    if (region === "eu-west-1") expect(error.message).toContain("the bucket, which is in eu-west-1.");
    expect(wrong.asked).toHaveLength(times);
  });
});

describe("a server that is not what checkStorage expects", () => {
  it("is followed to no other address", async () => {
    const target = await storageWith();
    for (const status of [301, 302, 303, 307, 308]) {
      const { url } = await endpointThat((_, response) => {
        response.writeHead(status, { location: `${target.url}/project-assets` }).end();
      });
      expect((await problemOf({ endpoint: url })).code).toBe("redirect");
    }
    expect(target.requests).toEqual([]);
  });

  it("has until the time limit, whether headers or the body never come", async () => {
    const silent = await endpointThat(() => {});
    const stalling = await endpointThat((_, response) => {
      response.writeHead(200).write("<ListBucketResult>");
    });
    for (const { url } of [silent, stalling]) {
      const error = await problemOf({ endpoint: url }, { timeoutMs: 60 });
      expect([error.code, error.message]).toEqual(["timeout", expect.stringContaining("within 60 ms")]);
    }
    const deaf = { fetch: () => new Promise<Response>(() => {}), timeoutMs: 20 };
    expect((await problemOf({}, deaf)).code).toBe("timeout");
  });

  it("is not read for ever", async () => {
    let sent = 0;
    const endless = await endpointThat((_, response) => {
      const chunk = `<ListBucketResult>${" ".repeat(1 << 20)}`;
      const more = (): void => {
        sent += 1;
        if (!response.destroyed && sent < 200) response.write(chunk, more);
      };
      more();
    });
    expect((await problemOf({ endpoint: endless.url })).field).toBe("endpoint");
    expect(sent).toBeLessThan(100);
  });

  it("is read in one pass", async () => {
    const size = 3_000_000;
    const started = performance.now();
    for (const body of [
      " ".repeat(size),
      `<?xml ${"?".repeat(size)}`,
      `<ListBucketResult>${"<Contents>".repeat(size / 10)}`,
      `<ListBucketResult>${"<ContentsX".repeat(size / 10)}`,
      `<Error>${"<Code".repeat(size / 5)}`,
    ])
      for (const status of [200, 400])
        await checkStorage(mount, { fetch: responding(status, body).fetch }).catch(() => {});
    expect(performance.now() - started).toBeLessThan(60_000);
  });
});
