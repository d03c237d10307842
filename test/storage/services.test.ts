import { createEmulator } from "leap0-fetch/emulator";
import { checkStorage, StorageCheckError, type StorageField, type StorageMount } from "leap0-fetch/storage";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  type Ability,
  buckets,
  ceph,
  fake,
  fetchFrom,
  type Kind,
  oddNames,
  region,
  type Service,
  swift,
} from "./services.ts";

/** The fake alone, unless others are asked for: `LEAP0_STORAGE_SERVICES=ceph,swift`. */
const asked = (process.env.LEAP0_STORAGE_SERVICES ?? "").split(",").filter(Boolean);
const kinds = [fake, ...[ceph, swift].filter(({ name }) => asked.includes(name.toLowerCase()))];

type Change = Partial<Record<StorageField, string>>;

/** What is changed in a mount that works, and how that is reported. */
type Rejected = readonly [
  what: string,
  code: string,
  field: StorageField,
  change: (of: Service) => Change,
  more?: More,
];

interface More {
  readonly needs?: Ability;
  /** Without a resolver that knows the endpoint's name. */
  readonly byName?: true;
  /** How far this machine's clock is wrong. */
  readonly skewMs?: number;
}

const none = { access_key_id: "", secret_access_key: "" };
const at = ({ url }: Service, host: string) => ({ endpoint: `http://${host}:${new URL(url).port}` });
const anonymous = { needs: "anonymous requests" } as const;
const hour = 3_600_000;

const rejections: readonly Rejected[] = [
  ["a wrong secret", "wrong_secret", "secret_access_key", () => ({ secret_access_key: "wrong" })],
  [
    "an unknown key",
    "unknown_key",
    "access_key_id",
    () => ({ access_key_id: "NOBODY" }),
    { needs: "telling an unknown key from a wrong secret" },
  ],
  ["a suspended key", "suspended_key", "access_key_id", (of) => of.suspended, { needs: "suspended keys" }],
  ["an expired key", "expired_credentials", "access_key_id", (of) => of.expired, { needs: "expired keys" }],
  ["a key without the right to list", "no_permission", "access_key_id", (of) => of.stranger],
  ["no credentials for a private bucket", "credentials_required", "access_key_id", () => none, anonymous],
  [
    "no credentials for a bucket that anyone may read and not list",
    "credentials_required",
    "access_key_id",
    () => ({ ...none, bucket: "readable" }),
    { needs: "reading without listing" },
  ],
  ["an unknown bucket", "unknown_bucket", "bucket", () => ({ bucket: "no-such-bucket" })],
  ["a bucket's name that none can have", "unknown_bucket", "bucket", () => ({ bucket: "A_" })],
  ...["assets", "empty"].map(
    (bucket): Rejected => [
      `the bucket ${bucket} in the host name`,
      "bucket_in_endpoint",
      "endpoint",
      (of) => at(of, `${bucket}.localhost`),
      { byName: true },
    ],
  ),
  ...["/assets/", "/s3"].map(
    (path): Rejected => [
      `the path ${path} in the endpoint`,
      "bucket_in_endpoint",
      "endpoint",
      ({ url }) => ({ endpoint: url + path }),
    ],
  ),
  [
    "a wrong path in the endpoint, without credentials",
    "bucket_in_endpoint",
    "endpoint",
    ({ url }) => ({ ...none, endpoint: `${url}/s3` }),
    anonymous,
  ],
  [
    "an endpoint of another region",
    "wrong_region",
    "endpoint",
    (of) => at(of, "s3.us-west-2.amazonaws.com"),
    { needs: "regions", byName: true },
  ],
  ["a clock that is an hour slow", "clock_skew", "endpoint", () => ({}), { skewMs: -hour }],
  ["a clock that is an hour fast", "clock_skew", "endpoint", () => ({}), { skewMs: hour }],
];

describe.each(kinds.map((kind) => [kind.name, kind] as const))("%s", (_, kind: Kind) => {
  let service: Service;

  beforeAll(async () => {
    service = await kind.start();
  }, 300_000);

  afterAll(() => service?.close());

  /** A test that says in its name why this service is left out. */
  const can = (needs: Ability | undefined, what: string, test: () => Promise<void>) => {
    const reason = needs && kind.cannot[needs];
    if (reason === undefined) it(what, test);
    else it.skip(`${what}: not here, because ${reason}`, test);
  };

  const mountWith = (change: Change = {}) => ({
    type: "object-storage" as const,
    bucket: "assets",
    mount_path: "/data",
    endpoint: service.url,
    ...service.owner,
    ...change,
  });

  const problemOf = async (mount: StorageMount, options = {}) => {
    const error = await checkStorage(mount, options).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(StorageCheckError);
    return error as StorageCheckError;
  };

  /** A sandbox host that serves the mount. */
  const sandboxWith = (change: Change = {}) => {
    const { type: _, ...mount } = mountWith(change);
    const emulator = createEmulator({
      apiKey: "test-key",
      verifyStorage: true,
      state: {
        version: 1,
        sandboxes: [{ id: "sbx-1", state: "running", mounts: [{ id: "mnt-1", ...mount }] }],
      },
    });
    return (path: string, init: RequestInit = {}) =>
      emulator.fetch(`https://sbx-1.sandbox.leap0.dev/data/${path}`, {
        ...init,
        headers: { authorization: "test-key", ...init.headers },
      });
  };

  describe("a mount that is rejected", () => {
    for (const [what, code, field, change, { needs, byName, skewMs } = {}] of rejections) {
      can(needs, `because of ${what}`, async () => {
        const mount = mountWith(change(service));
        const reach = byName ? { fetch: fetchFrom(service) } : {};
        if (skewMs !== undefined) vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + skewMs });
        try {
          const error = await problemOf(mount, reach);
          expect([error.code, error.field]).toEqual([code, field]);
          expect(error.message).toContain(error.advice);

          // The emulator says the same of a mount that is added.
          const { fetch } = createEmulator({
            apiKey: "test-key",
            verifyStorage: true,
            ...(reach.fetch && { storageFetch: reach.fetch }),
            state: { version: 1, sandboxes: [{ id: "sbx-1", state: "running" }] },
          });
          const response = await fetch("https://api.leap0.dev/v1/sandbox/sbx-1/mounts", {
            method: "POST",
            headers: { authorization: "test-key", "content-type": "application/json" },
            body: JSON.stringify(mount),
          });
          expect(response.status).toBe(400);
          const { errors } = (await response.json()) as { errors: { field: string }[] };
          expect(errors.map((error) => error.field)).toEqual([field]);
        } finally {
          vi.useRealTimers();
        }
      });
    }

    it("because nothing is below its prefix: by the check alone, the emulator accepts it", async () => {
      const error = await problemOf(mountWith({ prefix: "no/such/folder/" }));
      expect([error.code, error.field]).toEqual(["nothing_below_prefix", "prefix"]);
    });
  });

  describe("a mount that works", () => {
    it("is found with the number of its keys, and with the region that was signed", async () => {
      const signed = kind.cannot.regions === undefined ? region : "us-east-1";
      const found = { truncated: false, empty: false, region: signed };
      expect(await checkStorage(mountWith({ prefix: "docs/" }))).toEqual({ ...found, keys: 2 });
      expect(await checkStorage(mountWith({ prefix: "odd/" }))).toEqual({ ...found, keys: oddNames.length });
      const first = { ...found, keys: 1000, truncated: true };
      expect(await checkStorage(mountWith({ prefix: "many/" }))).toEqual(first);
    });

    it("may be empty: a bucket without keys, or a folder that was made as one", async () => {
      for (const change of [{ bucket: "empty" }, { prefix: "made-as-folder/" }])
        expect(await checkStorage(mountWith(change))).toMatchObject({ keys: 0, empty: true });
    });

    can("anonymous requests", "needs no credentials where the bucket is public", async () => {
      const found = { keys: 1, truncated: false, empty: false };
      expect(await checkStorage(mountWith({ ...none, bucket: "open" }))).toEqual(found);
      const response = await sandboxWith({ ...none, bucket: "open" })("a.txt");
      expect([response.status, await response.text()]).toEqual([200, "open"]);
    });
  });

  describe("a file of a mount", () => {
    it("is read in whole and in part, and described by HEAD", async () => {
      const ask = sandboxWith();
      const whole = await ask("docs/readme.md");
      expect([whole.status, await whole.text()]).toEqual([200, "0123456789"]);
      expect(whole.headers.get("etag")).toBe('"781e5e245d69b566979b86e28d23f2c7"');
      const part = await ask("docs/readme.md", { headers: { range: "bytes=2-4" } });
      expect([part.status, await part.text()]).toEqual([206, "234"]);
      expect(part.headers.get("content-range")).toBe("bytes 2-4/10");
      const head = await ask("docs/readme.md", { method: "HEAD" });
      expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, "10", ""]);
      expect((await (await ask("large.bin")).arrayBuffer()).byteLength).toBe(600_000);
    });

    it("is described by HEAD also when that is the first request to a service in another region", async () => {
      const head = await sandboxWith()("docs/readme.md", { method: "HEAD" });
      expect([head.status, head.headers.get("content-length")]).toEqual([200, "10"]);
    });

    it("has its size in a 416, which the service leaves out", async () => {
      const response = await sandboxWith()("docs/readme.md", { headers: { range: "bytes=10-" } });
      expect([response.status, response.headers.get("content-range")]).toEqual([416, "bytes */10"]);
    });

    it("is not there under a name without object, nor under one that is too long for a key", async () => {
      const ask = sandboxWith();
      for (const name of ["missing", "docs/readme.md/below", "k".repeat(1025)]) {
        expect((await ask(name)).status).toBe(404);
        expect((await ask(name, { method: "HEAD" })).status).toBe(404);
      }
    });

    it("is not read with a wrong secret", async () => {
      const ask = sandboxWith({ secret_access_key: "wrong" });
      expect((await ask("docs/readme.md")).status).toBe(403);
      expect((await ask("docs/")).status).toBe(403);
    });

    can("reading without listing", "is read where the folder cannot be listed", async () => {
      const ask = sandboxWith({ ...none, bucket: "readable" });
      expect(await (await ask("a.txt")).text()).toBe("readable");
      expect((await ask("")).status).toBe(403);
    });

    can("listing without reading", "is listed where it cannot be read", async () => {
      const ask = sandboxWith({ ...service.stranger, bucket: "listed" });
      expect((await ask("")).status).toBe(200);
      expect((await ask("secret.txt")).status).toBe(403);
    });
  });

  describe("a folder of a mount", () => {
    const list = async (path: string, change: Change = {}) => {
      const response = await sandboxWith(change)(path);
      expect(response.status).toBe(200);
      return (await response.json()) as { entries: { name: string; type: string }[]; truncated: boolean };
    };

    it("lists files and folders", async () => {
      const last_modified = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
      expect(await list("docs/")).toEqual({
        path: "/data/docs/",
        entries: [
          { name: "readme.md", type: "file", size: 10, last_modified },
          { name: "sub", type: "directory" },
        ],
        truncated: false,
      });
      expect(await list("", { prefix: "docs/sub/" })).toMatchObject({ entries: [{ name: "deep.txt" }] });
      expect(await list("", { bucket: "empty" })).toMatchObject({ entries: [] });
    });

    it("lists odd names so that each can be asked for", async () => {
      const { entries } = await list("odd/");
      expect(entries.map(({ name }) => name).sort()).toEqual([...oddNames].sort());
      const ask = sandboxWith();
      for (const { name } of entries)
        expect(await (await ask(`odd/${encodeURIComponent(name)}`)).text()).toBe(name);
    });

    it("lists more names than the service gives on one page", async () => {
      const { entries, truncated } = await list("many/");
      const wanted = Object.keys(buckets.assets?.objects ?? {}).filter((key) => key.startsWith("many/"));
      expect(entries.map(({ name }) => `many/${name}`).sort()).toEqual(wanted.sort());
      expect(truncated).toBe(false);
    });
  });
});
