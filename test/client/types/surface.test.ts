import type * as leap0 from "leap0-fetch";
import {
  type Api,
  Leap0Client,
  type Mount,
  type Sandbox,
  type SandboxState,
  type SandboxStatus,
} from "leap0-fetch";
import type { Client } from "openapi-fetch";
import { describe, expectTypeOf, test } from "vitest";
import { API_KEY } from "../../support/fixtures.ts";

// Checked by the compiler: a line below `@ts-expect-error` that compiles is an error. Nothing here is called.

const client = new Leap0Client({ apiKey: API_KEY });
const neverRun = (_: () => unknown) => {};
const bucket = {
  type: "object-storage",
  bucket: "project-assets",
  mount_path: "/data/assets",
  endpoint: "https://s3.example.com",
} as const satisfies leap0.MountRequest;

describe("what does not compile", () => {
  test("a wrong field name in a body", () => {
    neverRun(() => [
      // @ts-expect-error the API's name is mount_path
      client.mounts.add("sbx-a", { ...bucket, mountPath: "/data" }),
      // @ts-expect-error the API's name is read_only
      client.mounts.update("sbx-a", "mnt-a", { readOnly: true }),
      // @ts-expect-error the API's name is template_name
      client.sandboxes.create({ templateName: "system/debian:bookworm" }),
      // @ts-expect-error the API's name is env_vars
      client.sandboxes.create({ template_name: "t", envVars: {} }),
      // @ts-expect-error type cannot be changed
      client.mounts.update("sbx-a", "mnt-a", { type: "object-storage" }),
      // @ts-expect-error the API's name has a hyphen
      client.sandboxes.list({ page_size: 5 }),
      // @ts-expect-error the API's name is template_name
      client.api.POST("/v1/sandbox/", { body: { templateName: "t" } }),
      client.api.PATCH("/v1/sandbox/{sandboxID}/mounts/{mountID}", {
        params: { path: { sandboxID: "a", mountID: "b" } },
        // @ts-expect-error the API's name is read_only
        body: { readOnly: true },
      }),
    ]);
  });

  test("a field that is missing", () => {
    const { endpoint, ...withoutEndpoint } = bucket;
    neverRun(() => [
      // @ts-expect-error endpoint is required
      client.mounts.add("sbx-a", withoutEndpoint),
      // @ts-expect-error template_name is required
      client.sandboxes.create({}),
      // @ts-expect-error a body is required
      client.mounts.add("sbx-a"),
      // @ts-expect-error two ids are required
      client.mounts.delete("sbx-a"),
      // @ts-expect-error the path's id is required
      client.api.POST("/v1/sandbox/{sandboxID}/pause", { params: { path: {} } }),
      // @ts-expect-error params are required
      client.api.POST("/v1/sandbox/{sandboxID}/pause", {}),
      // @ts-expect-error the body is required
      client.api.POST("/v1/sandbox/", {}),
      // @ts-expect-error domain is required
      client.sandboxes.create({ template_name: "t", network_policy: { mode: "custom", transforms: [{}] } }),
    ]);
    expectTypeOf(endpoint).toBeString();
  });

  test("a misspelt option", () => {
    neverRun(() => [
      // @ts-expect-error timeoutMs
      client.sandboxes.get("sbx-a", { timeoutMS: 5 }),
      // @ts-expect-error timeoutMs
      client.sandboxes.pause("sbx-a", { timeout: 5 }),
      // @ts-expect-error maxRetries
      client.mounts.list("sbx-a", { retries: 5 }),
      // @ts-expect-error signal
      client.sandboxes.list({}, { abort: AbortSignal.abort() }),
      // @ts-expect-error totalTimeoutMs
      client.sandboxes.waitFor("sbx-a", "paused", { totalTimeout: 5 }),
      // @ts-expect-error apiKey
      new Leap0Client({ apikey: API_KEY }),
      // @ts-expect-error baseUrl
      new Leap0Client({ baseURL: "https://api.example.com" }),
      // @ts-expect-error one of two headers
      new Leap0Client({ authHeader: "x-api-key" }),
      // @ts-expect-error requests
      new Leap0Client({ rateLimit: { request: 5, perMs: 5 } }),
    ]);
  });

  test("a value out of a closed set, or of another type", () => {
    neverRun(() => [
      // @ts-expect-error a state that cannot be listed by
      client.sandboxes.list({ state: "deleted" }),
      // @ts-expect-error desc or asc
      client.sandboxes.list({ "order-by": "descending" }),
      // @ts-expect-error only object storage
      client.mounts.add("sbx-a", { ...bucket, type: "nfs" }),
      // @ts-expect-error seconds as a number
      client.sandboxes.create({ template_name: "t", timeout: "5m" }),
      // @ts-expect-error an id is a text
      client.sandboxes.get(5),
      // @ts-expect-error an id is not optional
      client.sandboxes.get(undefined),
      // @ts-expect-error no path of the description
      client.api.GET("/v1/sandbox"),
      // @ts-expect-error this path has no PUT
      client.api.PUT("/v1/sandboxes"),
    ]);
  });

  test("reading what a response never has", () => {
    neverRun(async () => {
      const mount = await client.mounts.add("sbx-a", { ...bucket, secret_access_key: "s" });
      const sandbox = await client.sandboxes.get("sbx-a");
      const { data } = await client.api.PATCH("/v1/sandbox/{sandboxID}/mounts/{mountID}", {
        params: { path: { sandboxID: "a", mountID: "b" } },
        body: {},
      });
      return [
        // @ts-expect-error a secret
        mount.secret_access_key,
        // @ts-expect-error a secret
        mount.access_key_id,
        // @ts-expect-error not returned
        mount.endpoint,
        // @ts-expect-error a secret
        sandbox.mounts?.[0]?.secret_access_key,
        // @ts-expect-error a secret
        data?.secret_access_key,
        // @ts-expect-error only create, pause, stop and start return it
        sandbox.network_policy,
        (await client.sandboxes.create({ template_name: "t" })).network_policy,
      ];
    });
  });

  test("writing to a client", () => {
    neverRun(() => {
      // @ts-expect-error read only
      client.mounts = new Leap0Client().mounts;
    });
  });
});

describe("what the methods return", () => {
  test("is typed as the description has it", () => {
    expectTypeOf(client.sandboxes.create).returns.resolves.toEqualTypeOf<Sandbox>();
    expectTypeOf(client.sandboxes.get).returns.resolves.toEqualTypeOf<SandboxStatus>();
    expectTypeOf(client.sandboxes.pause).returns.resolves.toEqualTypeOf<Sandbox>();
    expectTypeOf(client.sandboxes.resume).returns.resolves.toEqualTypeOf<SandboxStatus>();
    expectTypeOf(client.sandboxes.delete).returns.resolves.toEqualTypeOf<void>();
    expectTypeOf(client.mounts.add).returns.resolves.toEqualTypeOf<Mount>();
    expectTypeOf(client.mounts.list).returns.resolves.toEqualTypeOf<Mount[]>();
    expectTypeOf(client.mounts.delete).returns.resolves.toEqualTypeOf<void>();
    neverRun(async () => {
      for await (const item of client.sandboxes.list())
        expectTypeOf(item).toEqualTypeOf<leap0.SandboxListItem>();
    });
  });

  test("leaves room for states that are not known yet, while the known ones are completed", () => {
    expectTypeOf<"hibernating">().toExtend<SandboxState>();
    expectTypeOf<SandboxState>().not.toEqualTypeOf<string>();
    expectTypeOf<SandboxStatus["state"]>().toEqualTypeOf<SandboxState>();
    // @ts-expect-error a state that is not known cannot be waited for
    neverRun(() => client.sandboxes.waitFor("sbx-a", ["hibernating", "paused"]));
    // @ts-expect-error a state that is misspelt
    neverRun(() => client.sandboxes.waitFor("sbx-a", "runing"));
    const read: Pick<SandboxStatus, "state"> = { state: "hibernating" };
    expectTypeOf(read.state).toExtend<string>();
  });

  test("says that mounts can be missing or null, and read_only and prefix missing", () => {
    expectTypeOf<null>().toExtend<SandboxStatus["mounts"]>();
    expectTypeOf<undefined>().toExtend<SandboxStatus["mounts"]>();
    expectTypeOf<undefined>().toExtend<Mount["prefix"]>();
    expectTypeOf<null>().toExtend<Sandbox["network_policy"]>();
  });
});

describe("what the methods take", () => {
  test("has optional fields that need not be there", () => {
    expectTypeOf<{ template_name: string }>().toExtend<leap0.SandboxCreate>();
    expectTypeOf<{ prefix: string }>().toExtend<leap0.MountUpdate>();
    expectTypeOf<Record<never, never>>().toExtend<leap0.CallOptions>();
    expectTypeOf<Record<never, never>>().toExtend<leap0.ClientOptions>();
    expectTypeOf<{ template_name: string; network_policy: null }>().toExtend<leap0.SandboxCreate>();
  });

  test("takes what process.env gives, in every optional field and option", () => {
    const value = process.env.NOT_SET;
    const size = value === undefined ? undefined : 1;
    neverRun(() => [
      new Leap0Client({ apiKey: value, baseUrl: value, sandboxDomain: value }),
      client.sandboxes.create({ template_name: "t", vcpu: size, timeout: size, mounts: undefined }),
      client.mounts.add("sbx-a", {
        ...bucket,
        prefix: value,
        access_key_id: value,
        secret_access_key: value,
      }),
      client.mounts.update("sbx-a", "mnt-a", { bucket: value, access_key_id: value }),
      client.sandboxes.list({ page: size, "page-size": size }),
      client.api.POST("/v1/sandbox/{sandboxID}/mounts", {
        params: { path: { sandboxID: "a" } },
        body: { ...bucket, access_key_id: value },
      }),
      // @ts-expect-error a required field
      client.mounts.add("sbx-a", { ...bucket, bucket: value }),
    ]);
  });

  test("takes bodies of the exported types, through both surfaces, and read-only lists", () => {
    const body: leap0.MountUpdate = {};
    const params = { path: { sandboxID: "a", mountID: "b" } };
    neverRun(() => [
      client.mounts.update("sbx-a", "mnt-a", body),
      client.api.PATCH("/v1/sandbox/{sandboxID}/mounts/{mountID}", { params, body }),
      client.sandboxes.waitFor("sbx-a", ["paused", "stopped"] as const),
    ]);
  });

  test("takes emulators, undici and platform functions for fetch", () => {
    expectTypeOf<typeof globalThis.fetch>().toExtend<NonNullable<leap0.ClientOptions["fetch"]>>();
    expectTypeOf<(url: string, init: RequestInit) => Promise<Response>>().toExtend<
      NonNullable<leap0.ClientOptions["fetch"]>
    >();
  });
});

type Data<Returned extends Promise<{ data?: unknown }>> = NonNullable<Awaited<Returned>["data"]>;

const pause = (api: Api) =>
  api.POST("/v1/sandbox/{sandboxID}/pause", { params: { path: { sandboxID: "sbx-a" } } });
const remove = (api: Api) =>
  api.DELETE("/v1/sandbox/{sandboxID}/", { params: { path: { sandboxID: "sbx-a" } } });

describe("what client.api returns", () => {
  test("has the types of the description, open enums included", () => {
    expectTypeOf<Data<ReturnType<typeof pause>>>().toEqualTypeOf<Sandbox>();
    expectTypeOf<Data<ReturnType<typeof pause>>["state"]>().toEqualTypeOf<SandboxState>();
    expectTypeOf<SandboxState>().toExtend<string>();
    expectTypeOf<Data<ReturnType<typeof pause>>["mounts"]>().toEqualTypeOf<Mount[] | null | undefined>();
  });

  test("is nothing where nothing is promised, and a message where it failed", () => {
    expectTypeOf<Awaited<ReturnType<typeof remove>>["data"]>().toEqualTypeOf<undefined>();
    expectTypeOf<NonNullable<Awaited<ReturnType<typeof pause>>["error"]>["message"]>().toEqualTypeOf<
      string | undefined
    >();
  });

  test("is what parseAs asks for", () => {
    const text = (api: Api) => api.GET("/v1/sandboxes", { parseAs: "text" });
    expectTypeOf<Data<ReturnType<typeof text>>>().toEqualTypeOf<string>();
  });

  test("and the client can be handed to those that want openapi-fetch's", () => {
    const taken = (_: Client<leap0.paths, "application/json">) => {};
    expectTypeOf(taken).toBeCallableWith(new Leap0Client({ apiKey: "k" }).api);
  });
});
