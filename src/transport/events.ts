import type { OperationId } from "../generated/operations.ts";
import type { Outcome } from "./outcome.ts";

/**
 * Why an attempt is repeated: an `answer` with a status that says so, no `connection`, the limit of the `attempt`, a
 * success that is `undecodable`.
 */
export type RetryReason = Exclude<Outcome["kind"], "redirect" | "total">;

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

/** An attempt failed, and another one follows unless a look shows that it took effect all the same. */
export interface RetryEvent extends Common {
  type: "retry";
  attempt: number;
  reason: RetryReason;
  status?: number;
  /** How long the call waits before it goes on, in milliseconds. */
  waitMs: number;
}

/** After a write of unknown outcome the sandbox was read, to learn whether the write took effect. */
export interface LookupEvent extends Common {
  type: "lookup";
  /**
   * `"done"`: the call ends well. `"under way"`: another look follows. `"not done"`, and `"cannot tell"` for an update
   * of what the API never shows: it is repeated, where repeats are left.
   */
  result: "done" | "under way" | "not done" | "cannot tell";
}

/** The call waited for its turn. */
export interface GateEvent extends Common {
  type: "gate";
  waitMs: number;
}

/** The call is over: the last event of each. */
export interface EndEvent extends Common {
  type: "end";
  /** `"aborted"` also where the key could not be had. */
  outcome: "success" | "failure" | "aborted";
  /** The status of the last answer, where there was one. */
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
export type Leap0Event = AttemptEvent | AnswerEvent | RetryEvent | LookupEvent | GateEvent | EndEvent;
