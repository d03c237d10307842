import type { OperationId } from "../generated/operations.ts";

/** Why an attempt is repeated. */
export type RetryReason = "connection" | "attempt" | "undecodable" | "status";

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

/** A complete answer arrived, well or not. */
export interface AnswerEvent extends Common {
  type: "answer";
  attempt: number;
  status: number;
  /** From the start of the attempt to the end of the body, in milliseconds. */
  durationMs: number;
}

/** An attempt failed and another one follows. */
export interface RetryEvent extends Common {
  type: "retry";
  attempt: number;
  /** What went wrong: no connection, the attempt's limit, a body that is not JSON, or the status. */
  reason: RetryReason;
  status?: number;
  /** How long the call waits before it goes on, in milliseconds. */
  waitMs: number;
}

/** After a write of unknown outcome the sandbox was read, to learn whether the write took effect. */
export interface LookupEvent extends Common {
  type: "lookup";
  /** `"done"`: the call ends well. `"not done"`: it is repeated. `"under way"`: another look follows. */
  result: "done" | "under way" | "not done";
}

/** The call waited for its turn. */
export interface GateEvent extends Common {
  type: "gate";
  waitMs: number;
}

/** The call is over: the last event of each. */
export interface EndEvent extends Common {
  type: "end";
  outcome: "success" | "failure" | "aborted";
  attempts: number;
  /** The name of the error's class, where the outcome is a failure. */
  error?: string;
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
export type Leap0Event = AttemptEvent | AnswerEvent | RetryEvent | LookupEvent | GateEvent | EndEvent;
