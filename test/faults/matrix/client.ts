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

/** A client as the matrix sees it: it carries a call to its end, resolves with the answer and rejects with an error. */
export interface MatrixClient {
  readonly name: string;
  readonly call: (connection: Connection, subject: Subject) => Promise<unknown>;
}
