import type { CallOptions, Leap0Client, OperationId } from "leap0-fetch";
import { operations } from "../../src/generated/operations.ts";
import {
  ACCESS_KEY_ID,
  MOUNT_ID,
  mount,
  mountRequest,
  SANDBOX_ID,
  SECRET_ACCESS_KEY,
  sandbox,
  sandboxStatus,
} from "./fixtures.ts";

interface Ids {
  sandboxID: string;
  mountID: string;
}

/** What openapi-fetch returns. */
export interface Fetched {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** Options that both surfaces take; openapi-fetch's own types want no `undefined` in them. */
export type Given = { [Name in keyof CallOptions]: NonNullable<CallOptions[Name]> };

interface Row {
  readonly query?: object;
  readonly body?: object;
  /** The body of its success. A 204 has none. */
  readonly returns?: object;
  readonly method: (client: Leap0Client, ids: Ids, options?: Given) => Promise<unknown>;
}

const NEW_SANDBOX = { template_name: "system/debian:bookworm", mounts: [mountRequest()] };
const UPDATE = { prefix: "", access_key_id: ACCESS_KEY_ID, secret_access_key: SECRET_ACCESS_KEY };
const LISTED = {
  id: SANDBOX_ID,
  template_id: "tpl-debian",
  state: "running",
  created_at: "2026-01-01T00:00:00Z",
  pod_id: "p",
};

/**
 * The one table of the operations for the tests: what a call sends, what it returns, and the client's method for it.
 * Method, path and status come from the description. Every operation that takes a body sends credentials.
 * An operation that the description has and this table lacks is listed as to do: client/requests/operations.test.ts.
 */
const rows = {
  createSandbox: {
    body: NEW_SANDBOX,
    returns: sandbox(),
    method: (client, _, options) => client.sandboxes.create(NEW_SANDBOX, options),
  },
  getSandbox: {
    returns: sandboxStatus(),
    method: (client, { sandboxID }, options) => client.sandboxes.get(sandboxID, options),
  },
  listSandboxes: {
    query: { page: 1 },
    returns: { items: [LISTED], total_items: 1 },
    method: async (client, _, options) => client.sandboxes.list({ page: 1 }, options),
  },
  deleteSandbox: {
    method: (client, { sandboxID }, options) => client.sandboxes.delete(sandboxID, options),
  },
  pauseSandbox: {
    returns: sandbox({ state: "paused" }),
    method: (client, { sandboxID }, options) => client.sandboxes.pause(sandboxID, options),
  },
  stopSandbox: {
    returns: sandbox({ state: "stopped" }),
    method: (client, { sandboxID }, options) => client.sandboxes.stop(sandboxID, options),
  },
  startSandbox: {
    returns: sandbox(),
    method: (client, { sandboxID }, options) => client.sandboxes.start(sandboxID, options),
  },
  addSandboxMount: {
    body: mountRequest(),
    returns: mount(),
    method: (client, { sandboxID }, options) => client.mounts.add(sandboxID, mountRequest(), options),
  },
  updateSandboxMount: {
    body: UPDATE,
    returns: mount(),
    method: (client, { sandboxID, mountID }, options) =>
      client.mounts.update(sandboxID, mountID, UPDATE, options),
  },
  deleteSandboxMount: {
    method: (client, { sandboxID, mountID }, options) => client.mounts.delete(sandboxID, mountID, options),
  },
} as Partial<Record<OperationId, Row>> as Readonly<Record<OperationId, Row>>;

export const operationIds = Object.keys(rows) as OperationId[];
export const reads = operationIds.filter((id) => operations[id].method === "GET");
export const withSandboxID = operationIds.filter((id) => operations[id].path.includes("{sandboxID}"));
export const withMountID = operationIds.filter((id) => operations[id].path.includes("{mountID}"));
export const withBody = operationIds.filter((id) => rows[id].body !== undefined);

interface Success {
  readonly status: number;
  readonly body?: unknown;
}

/** What the API returns for each operation when all is well. */
export const successes = Object.fromEntries(
  operationIds.map((id) => [
    id,
    { status: operations[id].success, ...(rows[id].returns ? { body: rows[id].returns } : {}) },
  ]),
) as Readonly<Record<OperationId, Success>>;

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
): Promise<unknown> => {
  const path = { ...IDS, ...ids } as Ids;
  return surface === "client.api"
    ? throughApi(client, id, path, options)
    : rows[id].method(client, path, options);
};

/** The same through `client.api`, which returns the API's failures. */
export const fetched = (client: Leap0Client, id: OperationId, options?: Given): Promise<Fetched> =>
  throughApi(client, id, IDS, options);

function throughApi(client: Leap0Client, id: OperationId, path: Ids, options?: Given): Promise<Fetched> {
  const { method, path: template } = operations[id];
  const { query, body } = rows[id];
  const params = { path, ...(query ? { query } : {}) };
  // Chosen at run time, so the compiler cannot match path and body. client/types does that.
  const send = client.api[method] as unknown as (path: string, init: object) => Promise<Fetched>;
  return send(template, { ...options, params, ...(body ? { body } : {}) });
}

/** Every operation through every surface, as rows for `test.each`. */
export const everyCall = (ids: readonly OperationId[] = operationIds): [OperationId, Surface][] =>
  ids.flatMap((id) => surfaces.map((surface): [OperationId, Surface] => [id, surface]));
