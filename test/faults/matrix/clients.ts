import { Leap0Client } from "leap0-fetch";
import { call, fetched } from "../../support/operations.ts";
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

const clientFor = ({ url, apiKey, fetch, timeoutMs, totalTimeoutMs }: Connection): Leap0Client =>
  new Leap0Client({ baseUrl: url, apiKey, fetch, timeoutMs, totalTimeoutMs });

/** The methods, with the default two retries. */
export const leap0: MatrixClient = {
  name: "leap0-fetch",
  call: async (connection, { id, path, body }) =>
    call(clientFor(connection), id, { signal: connection.signal }, path, body),
};

/** `client.api`: a failure that it returns is thrown here. */
export const leap0Api: MatrixClient = {
  name: "leap0-fetch, client.api",
  call: async (connection, { id, path, body }) => {
    const { signal } = connection;
    const { data, error, response } = await fetched(clientFor(connection), id, { signal }, path, body);
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
