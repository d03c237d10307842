import type { CallOptions, Leap0Client, OperationId } from "leap0-fetch";
import { ACCESS_KEY_ID, MOUNT_ID, mountRequest, SANDBOX_ID, SECRET_ACCESS_KEY } from "./answers.ts";

interface Ids {
  sandboxID: string;
  mountID: string;
}

/** What openapi-fetch answers. */
export interface Fetched {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** Options that both surfaces take; openapi-fetch's own types want no `undefined` in them. */
export type Given = { [Name in keyof CallOptions]: NonNullable<CallOptions[Name]> };

interface Row {
  readonly method: (client: Leap0Client, ids: Ids, options?: Given) => Promise<unknown>;
  readonly api: (client: Leap0Client, ids: Ids, options?: Given) => Promise<Fetched>;
}

const SANDBOX = { template_name: "system/debian:bookworm", mounts: [mountRequest()] };
const UPDATE = { prefix: "", access_key_id: ACCESS_KEY_ID, secret_access_key: SECRET_ACCESS_KEY };

/**
 * The operations, called through both surfaces. Every one that takes a body sends credentials. One that the description
 * has gained and this has not is listed as to do: see requests/operations.test.ts.
 */
const rows = {
  createSandbox: {
    method: (client, _, options) => client.sandboxes.create(SANDBOX, options),
    api: (client, _, options) => client.api.POST("/v1/sandbox/", { ...options, body: SANDBOX }),
  },
  getSandbox: {
    method: (client, { sandboxID }, options) => client.sandboxes.get(sandboxID, options),
    api: (client, { sandboxID }, options) =>
      client.api.GET("/v1/sandbox/{sandboxID}/", { ...options, params: { path: { sandboxID } } }),
  },
  listSandboxes: {
    method: async (client, _, options) => client.sandboxes.list({ page: 1 }, options),
    api: (client, _, options) =>
      client.api.GET("/v1/sandboxes", { ...options, params: { query: { page: 1 } } }),
  },
  deleteSandbox: {
    method: (client, { sandboxID }, options) => client.sandboxes.delete(sandboxID, options),
    api: (client, { sandboxID }, options) =>
      client.api.DELETE("/v1/sandbox/{sandboxID}/", { ...options, params: { path: { sandboxID } } }),
  },
  pauseSandbox: {
    method: (client, { sandboxID }, options) => client.sandboxes.pause(sandboxID, options),
    api: (client, { sandboxID }, options) =>
      client.api.POST("/v1/sandbox/{sandboxID}/pause", { ...options, params: { path: { sandboxID } } }),
  },
  stopSandbox: {
    method: (client, { sandboxID }, options) => client.sandboxes.stop(sandboxID, options),
    api: (client, { sandboxID }, options) =>
      client.api.POST("/v1/sandbox/{sandboxID}/stop", { ...options, params: { path: { sandboxID } } }),
  },
  startSandbox: {
    method: (client, { sandboxID }, options) => client.sandboxes.start(sandboxID, options),
    api: (client, { sandboxID }, options) =>
      client.api.POST("/v1/sandbox/{sandboxID}/start", { ...options, params: { path: { sandboxID } } }),
  },
  addSandboxMount: {
    method: (client, { sandboxID }, options) => client.mounts.add(sandboxID, mountRequest(), options),
    api: (client, { sandboxID }, options) =>
      client.api.POST("/v1/sandbox/{sandboxID}/mounts", {
        ...options,
        params: { path: { sandboxID } },
        body: mountRequest(),
      }),
  },
  updateSandboxMount: {
    method: (client, { sandboxID, mountID }, options) =>
      client.mounts.update(sandboxID, mountID, UPDATE, options),
    api: (client, { sandboxID, mountID }, options) =>
      client.api.PATCH("/v1/sandbox/{sandboxID}/mounts/{mountID}", {
        ...options,
        params: { path: { sandboxID, mountID } },
        body: UPDATE,
      }),
  },
  deleteSandboxMount: {
    method: (client, { sandboxID, mountID }, options) => client.mounts.delete(sandboxID, mountID, options),
    api: (client, { sandboxID, mountID }, options) =>
      client.api.DELETE("/v1/sandbox/{sandboxID}/mounts/{mountID}", {
        ...options,
        params: { path: { sandboxID, mountID } },
      }),
  },
} as Partial<Record<OperationId, Row>> as Readonly<Record<OperationId, Row>>;

export const operationIds = Object.keys(rows) as OperationId[];
export const reads: readonly OperationId[] = ["getSandbox", "listSandboxes"];
export const withSandboxID = operationIds.filter((id) => !["createSandbox", "listSandboxes"].includes(id));
export const withMountID: readonly OperationId[] = ["updateSandboxMount", "deleteSandboxMount"];
export const withBody: readonly OperationId[] = ["createSandbox", "addSandboxMount", "updateSandboxMount"];

export const surfaces = ["client methods", "client.api"] as const;
export type Surface = (typeof surfaces)[number];

const IDS: Ids = { sandboxID: SANDBOX_ID, mountID: MOUNT_ID };

/** Calls an operation through one of the surfaces. */
export const call = (
  surface: Surface,
  client: Leap0Client,
  id: OperationId,
  options?: Given,
  ids: Partial<Record<keyof Ids, unknown>> = {},
): Promise<unknown> =>
  rows[id][surface === "client.api" ? "api" : "method"](client, { ...IDS, ...ids } as Ids, options);

/** The same through `client.api`, where the failures of the API are answers. */
export const fetched = (client: Leap0Client, id: OperationId, options?: Given): Promise<Fetched> =>
  rows[id].api(client, IDS, options);

/** Every operation through every surface, as rows for `test.each`. */
export const everyCall = (ids: readonly OperationId[] = operationIds): [OperationId, Surface][] =>
  ids.flatMap((id) => surfaces.map((surface): [OperationId, Surface] => [id, surface]));
