import type { CallOptions, Leap0Client, MountRequest, OperationId, SandboxCreate } from "leap0-fetch";
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
  readonly sandboxID: string;
  readonly mountID: string;
}

/** What openapi-fetch returns. */
export interface Fetched {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/** Options that both surfaces take; openapi-fetch's own types want no `undefined` in them. */
export type Given = { [Name in keyof CallOptions]: NonNullable<CallOptions[Name]> };

interface Row {
  readonly query?: object;
  readonly body?: object;
  /** The body of its success. A 204 has none. */
  readonly returns?: object;
  readonly method: (client: Leap0Client, ids: Ids, options?: Given, body?: object) => Promise<unknown>;
}

const NEW_SANDBOX = { template_name: "system/debian:bookworm", mounts: [mountRequest()] };
const UPDATE = { prefix: "", access_key_id: ACCESS_KEY_ID, secret_access_key: SECRET_ACCESS_KEY };
const { id, template_id, state, created_at } = sandboxStatus();
const LISTED = { id, template_id, state, created_at, pod_id: "p" };

/**
 * The one table of the operations for the tests: what a call sends, what it returns, and the client's method for it.
 * Method, path and status come from the description. Every operation that takes a body sends credentials.
 * An operation that the description has and this table lacks is listed as to do: test/client/parity.test.ts.
 */
const rows = {
  createSandbox: {
    body: NEW_SANDBOX,
    returns: sandbox(),
    method: ({ sandboxes }, _, options, body) => sandboxes.create(body as SandboxCreate, options),
  },
  getSandbox: {
    returns: sandboxStatus(),
    method: ({ sandboxes }, { sandboxID }, options) => sandboxes.get(sandboxID, options),
  },
  listSandboxes: {
    query: { page: 1 },
    returns: { items: [LISTED], total_items: 1 },
    method: async ({ sandboxes }, _, options) => sandboxes.list({ page: 1 }, options),
  },
  deleteSandbox: {
    method: ({ sandboxes }, { sandboxID }, options) => sandboxes.delete(sandboxID, options),
  },
  pauseSandbox: {
    returns: sandbox({ state: "paused" }),
    method: ({ sandboxes }, { sandboxID }, options) => sandboxes.pause(sandboxID, options),
  },
  stopSandbox: {
    returns: sandbox({ state: "stopped" }),
    method: ({ sandboxes }, { sandboxID }, options) => sandboxes.stop(sandboxID, options),
  },
  startSandbox: {
    returns: sandbox(),
    method: ({ sandboxes }, { sandboxID }, options) => sandboxes.start(sandboxID, options),
  },
  addSandboxMount: {
    body: mountRequest(),
    returns: mount(),
    method: ({ mounts }, { sandboxID }, options, body) =>
      mounts.add(sandboxID, body as MountRequest, options),
  },
  updateSandboxMount: {
    body: UPDATE,
    returns: mount(),
    method: ({ mounts }, { sandboxID, mountID }, options, body = {}) =>
      mounts.update(sandboxID, mountID, body, options),
  },
  deleteSandboxMount: {
    method: ({ mounts }, { sandboxID, mountID }, options) => mounts.delete(sandboxID, mountID, options),
  },
} as Partial<Record<OperationId, Row>> as Readonly<Record<OperationId, Row>>;

export const operationIds = Object.keys(rows) as OperationId[];
export const reads = operationIds.filter((id) => operations[id].method === "GET");
export const withSandboxID = operationIds.filter((id) => operations[id].path.includes("{sandboxID}"));
export const withMountID = operationIds.filter((id) => operations[id].path.includes("{mountID}"));
export const withBody = operationIds.filter((id) => rows[id].body !== undefined);

/** What the API returns for each operation when all is well. */
export const successes = Object.fromEntries(
  operationIds.map((id) => [id, { status: operations[id].success, body: rows[id].returns }]),
) as Readonly<Record<OperationId, { readonly status: number; readonly body?: unknown }>>;

type AnyIds = Partial<Record<keyof Ids, unknown>>;
const idsWith = (ids: AnyIds) => ({ sandboxID: SANDBOX_ID, mountID: MOUNT_ID, ...ids }) as Ids;

/** Calls the method of an operation. */
export const call = (
  client: Leap0Client,
  id: OperationId,
  options?: Given,
  ids: AnyIds = {},
  body = rows[id].body,
): Promise<unknown> => rows[id].method(client, idsWith(ids), options, body);

/** The same through `client.api`, which returns the API's failures. */
export function fetched(
  client: Leap0Client,
  id: OperationId,
  options?: Given,
  ids: AnyIds = {},
  body = rows[id].body,
): Promise<Fetched> {
  const { method, path: template } = operations[id];
  const { query } = rows[id];
  const params = { path: idsWith(ids), ...(query && { query }) };
  // Chosen at run time, so the compiler cannot match path and body. client/types does that.
  const send = client.api[method] as unknown as (path: string, init: object) => Promise<Fetched>;
  return send(template, { ...options, params, ...(body && { body }) });
}
