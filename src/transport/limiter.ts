import type { Priority } from "../config/rate-limit.ts";

// What the transport needs of a rate limiter. `src/rate-limit` has the one that the client uses.

/** What the rate limiter has to know of a call. */
export interface Limited {
  readonly number: number;
  readonly priority: Priority;
  readonly deadline: number;
  readonly signal: AbortSignal | undefined;
}

/** The start of one attempt, as the rate limiter allowed it. */
export interface Pass {
  readonly startedAt: number;
  /** When the API counts the request at the latest: some time between its start and its response. */
  countedAt: number;
  rejected: boolean;
  /** With a shared limit: whether it was reached. `false`: the client kept to its own share. */
  readonly shared: boolean | undefined;
}

/** Decides when requests start: one for a client, passed by every attempt. */
export interface RateLimiter {
  /** Waits until the call may start; `undefined` where its deadline comes first. */
  enter(call: Limited): Pass | undefined | Promise<Pass | undefined>;
  /** Says how the attempt ended: with a response, or without. */
  leave(pass: Pass, response: { readonly status: number; readonly headers: Headers } | undefined): void;
  /** For how long nothing starts because of a 429, in milliseconds. */
  shutForMs(): number;
}
