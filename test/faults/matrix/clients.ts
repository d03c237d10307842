import { Leap0Client, type MountRequest, type MountUpdate, type SandboxCreate } from "leap0-fetch";
import type { OperationId } from "../../../src/generated/operations.ts";
import { operations } from "../../../src/generated/operations.ts";
import type { Subject } from "./operations.ts";

/** How a client reaches the cell's server, and how long it may take. */
export interface Connection {
  readonly url: string;
  readonly apiKey: string;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
  readonly totalTimeoutMs: number;
  readonly signal: AbortSignal;
}

/** A client as the matrix sees it: its calls resolve with the decoded body and reject with an error. */
export interface MatrixClient {
  readonly name: string;
  readonly call: (connection: Connection, subject: Subject) => Promise<unknown>;
}

type Call = (client: Leap0Client, subject: Subject, options: { signal: AbortSignal }) => Promise<unknown>;

const sandbox = ({ path }: Subject): string => path.sandboxID ?? "";
const mount = ({ path }: Subject): string => path.mountID ?? "";

const methods = {
  createSandbox: (client, { body }, options) => client.sandboxes.create(body as SandboxCreate, options),
  getSandbox: (client, subject, options) => client.sandboxes.get(sandbox(subject), options),
  listSandboxes: (client, _, options) => client.sandboxes.list({}, options),
  deleteSandbox: (client, subject, options) => client.sandboxes.delete(sandbox(subject), options),
  pauseSandbox: (client, subject, options) => client.sandboxes.pause(sandbox(subject), options),
  stopSandbox: (client, subject, options) => client.sandboxes.stop(sandbox(subject), options),
  startSandbox: (client, subject, options) => client.sandboxes.start(sandbox(subject), options),
  addSandboxMount: (client, subject, options) =>
    client.mounts.add(sandbox(subject), subject.body as MountRequest, options),
  updateSandboxMount: (client, subject, options) =>
    client.mounts.update(sandbox(subject), mount(subject), subject.body as MountUpdate, options),
  deleteSandboxMount: (client, subject, options) =>
    client.mounts.delete(sandbox(subject), mount(subject), options),
} as Partial<Record<OperationId, Call>> as Readonly<Record<OperationId, Call>>;

const clientFor = ({ url, apiKey, fetch, timeoutMs, totalTimeoutMs }: Connection): Leap0Client =>
  new Leap0Client({ baseUrl: url, apiKey, fetch, timeoutMs, totalTimeoutMs });

/** The methods, with the default two retries. */
export const leap0: MatrixClient = {
  name: "leap0-fetch",
  call: async (connection, subject) =>
    methods[subject.id](clientFor(connection), subject, { signal: connection.signal }),
};

interface Fetched {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/** `client.api`: a failure that it returns is thrown here. */
export const leap0Api: MatrixClient = {
  name: "leap0-fetch, client.api",
  call: async (connection, { id, path, body }) => {
    const { api } = clientFor(connection);
    const { method, path: template } = operations[id];
    const request = api.request as unknown as (
      method: string,
      path: string,
      init: unknown,
    ) => Promise<Fetched>;
    const init = { params: { path }, body, signal: connection.signal };
    const { data, error, response } = await request(method, template, init);
    if (error) throw new ReturnedFailure(response.status);
    return data;
  },
};

/** A failure that `client.api` returns, where a method throws an `ApiError`. */
export class ReturnedFailure extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`returned ${status}`);
    this.status = status;
  }
}
