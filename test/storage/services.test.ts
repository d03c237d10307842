import { checkStorage, StorageCheckError, type StorageField, type StorageMount } from "leap0-fetch/storage";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import type { DirectoryListing } from "../../src/emulator/storage/index.ts";
import { having, inProcess, KEY, running } from "../emulator/support/open.ts";
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

  /** Reads paths of a sandbox that has the mount. */
  const sandboxWith = async (change: Change = {}) => {
    const { type: _, ...mount } = mountWith(change);
    const sandbox = { ...running("a"), mounts: [{ id: "mnt-1", ...mount }] };
    const { invoke } = await inProcess({ ...having(sandbox), verifyStorage: true });
    return (path: string, { method = "GET", headers = {} }: RequestInit = {}) =>
      invoke("a", `/data/${path}`, { method, headers: { authorization: KEY, ...headers } });
  };

  describe("a mount that is rejected", () => {
    for (const [what, code, field, change, { needs, byName, skewMs } = {}] of rejections) {
      can(needs, `because of ${what}`, async () => {
        const mount = mountWith(change(service));
        const fetch = byName && fetchFrom(service);
        if (skewMs !== undefined) vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + skewMs });
        onTestFinished(() => void vi.useRealTimers());
        const error = await problemOf(mount, { fetch });
        expect([error.code, error.field]).toEqual([code, field]);
        expect(error.message).toContain(error.advice);

        // The emulator says the same of a mount that is added.
        const { call } = await inProcess({
          ...having(running("a")),
          verifyStorage: true,
          storageFetch: fetch,
        });
        const { status, body } = await call("POST", "/v1/sandbox/a/mounts", mount);
        expect([status, body.errors.map((error) => error.field)]).toEqual([400, [field]]);
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
      const { status, text } = await (await sandboxWith({ ...none, bucket: "open" }))("a.txt");
      expect([status, text]).toEqual([200, "open"]);
    });
  });

  describe("a file of a mount", () => {
    it("is read in whole and in part, and described by HEAD", async () => {
      const ask = await sandboxWith();
      const whole = await ask("docs/readme.md");
      expect([whole.status, whole.text]).toEqual([200, "0123456789"]);
      expect(whole.headers.get("etag")).toBe('"781e5e245d69b566979b86e28d23f2c7"');
      const part = await ask("docs/readme.md", { headers: { range: "bytes=2-4" } });
      expect([part.status, part.text, part.headers.get("content-range")]).toEqual([
        206,
        "234",
        "bytes 2-4/10",
      ]);
      const head = await ask("docs/readme.md", { method: "HEAD" });
      expect([head.status, head.headers.get("content-length"), head.text]).toEqual([200, "10", ""]);
      expect((await ask("large.bin")).text).toHaveLength(600_000);
    });

    it("is described by HEAD also when that is the first request to a service in another region", async () => {
      const head = await (await sandboxWith())("docs/readme.md", { method: "HEAD" });
      expect([head.status, head.headers.get("content-length")]).toEqual([200, "10"]);
    });

    it("has its size in a 416, which the service leaves out", async () => {
      const { status, headers } = await (await sandboxWith())("docs/readme.md", {
        headers: { range: "bytes=10-" },
      });
      expect([status, headers.get("content-range")]).toEqual([416, "bytes */10"]);
    });

    it.each(["missing", "docs/readme.md/below", "k".repeat(1025)])(
      "is not there under a name without object, nor under one that is too long for a key: %s",
      async (name) => {
        const ask = await sandboxWith();
        for (const method of ["GET", "HEAD"]) expect((await ask(name, { method })).status).toBe(404);
      },
    );

    it("is not read with a wrong secret", async () => {
      const ask = await sandboxWith({ secret_access_key: "wrong" });
      for (const path of ["docs/readme.md", "docs/"]) expect((await ask(path)).status).toBe(403);
    });

    can("reading without listing", "is read where the folder cannot be listed", async () => {
      const ask = await sandboxWith({ ...none, bucket: "readable" });
      expect((await ask("a.txt")).text).toBe("readable");
      expect((await ask("")).status).toBe(403);
    });

    can("listing without reading", "is listed where it cannot be read", async () => {
      const ask = await sandboxWith({ ...service.stranger, bucket: "listed" });
      expect((await ask("")).status).toBe(200);
      expect((await ask("secret.txt")).status).toBe(403);
    });
  });

  describe("a folder of a mount", () => {
    const list = async (path: string, change: Change = {}) => {
      const { status, text } = await (await sandboxWith(change))(path);
      expect(status).toBe(200);
      return JSON.parse(text) as DirectoryListing;
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
      const ask = await sandboxWith();
      for (const { name } of entries) expect((await ask(`odd/${encodeURIComponent(name)}`)).text).toBe(name);
    });

    it("lists more names than the service gives on one page", async () => {
      const { entries, truncated } = await list("many/");
      const wanted = Object.keys(buckets.assets?.objects ?? {}).filter((key) => key.startsWith("many/"));
      expect(entries.map(({ name }) => `many/${name}`).sort()).toEqual(wanted.sort());
      expect(truncated).toBe(false);
    });
  });
});
