import type { OperationId } from "./generated/operations.ts";

/**
 * Why an attempt is retried: a `response` with a status that says so, a failed `connection`, the time limit of the
 * `attempt`, or an `undecodable` success.
 */
export type RetryReason = "response" | "connection" | "attempt" | "undecodable";

interface Common {
  /** Number of the call within the process: what the events of one call share. */
  call: number;
  operation: OperationId;
}

/** An attempt is about to be sent. */
export interface AttemptEvent extends Common {
  type: "attempt";
  /** 1 for the first. */
  attempt: number;
}

/** A complete response arrived, with whatever status. */
export interface ResponseEvent extends Common {
  type: "response";
  attempt: number;
  status: number;
  /** From the start of the attempt to the end of the body, in milliseconds. */
  durationMs: number;
}

/** An attempt failed. Another one follows, unless reconciling shows that this one took effect. */
export interface RetryEvent extends Common {
  type: "retry";
  attempt: number;
  reason: RetryReason;
  status?: number;
  /** Where and why a connection failed, such as `"ECONNREFUSED 127.0.0.1:4010"`. */
  problem?: string;
  /** The backoff before the call goes on, in milliseconds. */
  waitMs: number;
}

/** The outcome of a write was unknown, so the sandbox was read to find out what the write did. */
export interface ReconcileEvent extends Common {
  type: "reconcile";
  /**
   * `"done"`: the call succeeds. `"under way"`: the sandbox is read again. `"not done"`: the write is retried, as far as
   * `maxRetries` allows. `"cannot tell"`: the API never returns what was sent, or the mount may have been there before.
   * Then an update is retried, and an added mount stays unknown.
   */
  result: "done" | "under way" | "not done" | "cannot tell";
}

/** The rate limiter held the call back, or could not reach the limit that is shared with other processes. */
export interface RateLimitEvent extends Common {
  type: "rate-limit";
  /** How long the call waited, in milliseconds. */
  waitMs: number;
  /**
   * With a shared limit only: whether it was reached. `false`: it was not, and the client keeps to its own `share`. Each
   * attempt that starts so says it, also where it did not wait.
   */
  shared?: boolean;
}

/**
 * A request that was sent to wake a paused sandbox has ended. It stands alone: its `call` number has no `attempt` and
 * no `end`.
 */
export interface WakeEvent extends Common {
  type: "wake";
  /** The status of the sandbox host's response. Only reading the sandbox tells whether it woke. */
  status?: number;
  /** Why there was no response, where there was none. */
  reason?: "connection" | "attempt" | "total";
  durationMs: number;
}

/** The call is over: the last event of each. */
export interface EndEvent extends Common {
  type: "end";
  /** `"aborted"` also where the key could not be had. */
  outcome: "success" | "failure" | "aborted";
  /** The status of the last response, where there was one. */
  status?: number;
  attempts: number;
  /** From the call to its end, waits included, in milliseconds. */
  durationMs: number;
}

/**
 * What a client tells its `onEvent`. No event holds an id, a body, a header or a key.
 *
 * @example
 * ```ts
 * const client = new Leap0Client({
 *   onEvent: (event) => event.type === "retry" && console.warn(event.operation, event.reason, event.waitMs),
 * });
 * ```
 */
export type Leap0Event =
  | AttemptEvent
  | ResponseEvent
  | RetryEvent
  | ReconcileEvent
  | RateLimitEvent
  | WakeEvent
  | EndEvent;
