import { inspect } from "node:util";
import { build } from "esbuild";
import { checkStorage, StorageCheckError, type StorageMount } from "leap0-fetch/storage";
import { describe, expect, it } from "vitest";

const secrets = { access_key_id: "AKEXAMPLEKEY", secret_access_key: "secret/that+stays=away" };
const mount = { bucket: "assets", endpoint: "https://s3.example.com", ...secrets };

const failure = async (change: object, fetch?: (url: string, init: RequestInit) => Promise<Response>) => {
  const error = await checkStorage({ ...mount, ...change }, fetch && { fetch }).catch(
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(StorageCheckError);
  return error as StorageCheckError;
};

const s3Error = (code: string, status = 403, more = "") =>
  new Response(`<Error><Code>${code}</Code><Message>m</Message>${more}</Error>`, { status });

describe("checkStorage", () => {
  it("sends one list request, signed, and nothing else", async () => {
    const sent: RequestInit[] = [];
    const urls: string[] = [];
    const found = await checkStorage(mount, {
      fetch: async (url, init) => {
        urls.push(url);
        sent.push(init);
        return new Response("<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>");
      },
    });
    expect(found).toEqual({ keys: 1, truncated: false, empty: false, region: "us-east-1" });
    expect(urls).toEqual(["https://s3.example.com/assets?list-type=2&encoding-type=url&max-keys=1000"]);
    expect(sent[0]).toMatchObject({ method: "GET", redirect: "manual" });
    expect(new Headers(sent[0]?.headers).get("authorization")).toMatch(/^AWS4-HMAC-SHA256 /);
  });

  it("counts no key that a service returns although it is not below the prefix", async () => {
    const fetch = async () =>
      new Response("<ListBucketResult><Contents><Key>other</Key></Contents></ListBucketResult>");
    expect((await failure({ prefix: "docs/" }, fetch)).code).toBe("nothing_below_prefix");
  });

  it.each([
    ["not_s3", "endpoint", () => new Response("<html>Welcome</html>")],
    ["not_s3", "endpoint", () => new Response("Not Found", { status: 404 })],
    ["redirect", "endpoint", () => new Response(null, { status: 302, headers: { location: "/" } })],
    ["wrong_region", "endpoint", () => s3Error("PermanentRedirect", 301, "<Region>eu-west-1</Region>")],
    ["wrong_region", "endpoint", () => s3Error("AuthorizationHeaderMalformed", 400)],
    ["not_supported", "endpoint", () => s3Error("NotImplemented", 501)],
    ["unavailable", "endpoint", () => s3Error("SlowDown", 503)],
    ["expired_credentials", "access_key_id", () => s3Error("ExpiredToken", 400)],
    ["rejected", "endpoint", () => s3Error("SomethingNew", 400)],
  ])("says %s of the field %s", async (code, field, respond) => {
    const error = await failure({}, async () => respond());
    expect([error.code, error.field]).toEqual([code, field]);
    expect(error.message).toBe(`${field} ${error.message.slice(field.length + 1)}`);
    expect(error.message.endsWith(error.advice)).toBe(true);
  });

  it.each([
    ["endpoint", { endpoint: "s3.example.com" }],
    ["endpoint", { endpoint: "https://user:password@s3.example.com" }],
    ["endpoint", { endpoint: undefined }],
    ["bucket", { bucket: "a/b" }],
    ["bucket", { bucket: null }],
    ["prefix", { prefix: "a/../b/" }],
    ["prefix", { prefix: 1 }],
    ["access_key_id", { access_key_id: "" }],
    ["secret_access_key", { secret_access_key: undefined }],
  ])("sends nothing for an unusable %s: %j", async (field, change) => {
    const error = await failure(change, () => Promise.reject(new Error("sent")));
    expect([error.code, error.field]).toEqual(["invalid_field", field]);
  });

  it("says unreachable and timeout", async () => {
    expect((await failure({ endpoint: "http://127.0.0.1:1" })).code).toBe("unreachable");
    const silent = checkStorage(mount, { fetch: () => new Promise(() => {}), timeoutMs: 20 });
    await expect(silent).rejects.toMatchObject({ code: "timeout", field: "endpoint" });
  });

  it("rejects with the signal's own reason, at once", async () => {
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
      const sent = JSON.stringify([Object.values(secrets), [...new Headers(init.headers)]]);
      return Promise.resolve(
        s3Error("AccessDenied", 403, `<Region>${sent}</Region><BucketName>${sent}</BucketName>`),
      );
    };
    const quoting = (url: string, init: RequestInit) =>
      Promise.reject(new Error(`${url} ${secrets.secret_access_key}`, { cause: init }));
    for (const fetch of [echo, quoting]) {
      const error = await failure({}, fetch);
      const shown = `${inspect(error, { depth: null, showHidden: true })} ${JSON.stringify(error)} ${error.stack}`;
      for (const secret of Object.values(secrets)) expect(shown).not.toContain(secret);
      expect(shown).not.toMatch(/AWS4|[0-9a-f]{64}/);
      expect(shown).toContain("StorageCheckError");
    }
  });

  it("takes a whole mount request, and imports nothing of any platform", async () => {
    const accepted: StorageMount = {
      type: "object-storage",
      mount_path: "/data",
      read_only: true,
      ...mount,
    };
    const { outputFiles, metafile } = await build({
      entryPoints: ["src/storage/index.ts"],
      bundle: true,
      minify: true,
      format: "esm",
      platform: "neutral",
      mainFields: ["module", "main"],
      metafile: true,
      write: false,
    });
    expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([]);
    const bundle = `data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? "")}`;
    const entry = (await import(/* @vite-ignore */ bundle)) as typeof import("leap0-fetch/storage");
    const fetch = async () => new Response("<ListBucketResult></ListBucketResult>");
    expect(await entry.checkStorage(accepted, { fetch })).toMatchObject({ keys: 0, empty: true });
  });
});
