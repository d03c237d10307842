import type { Configuration } from "../config/configuration.ts";
import type { CallOptions } from "../config/options.ts";
import type { Priority } from "../config/rate-limit.ts";
import type { Redactor } from "../errors/redact.ts";
import type { Operation } from "../generated/operations.ts";
import { now } from "./clock.ts";

/** One call from the method to its end, with all the attempts between. */
export interface Call {
  /** Its place in the order of all calls of the client: first come, first served. */
  readonly number: number;
  readonly operation: Operation;
  /** The path parameters. */
  readonly ids: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
  readonly priority: Priority;
  readonly timeoutMs: number;
  readonly maxRetries: number;
  /** When the call must have ended, on the clock of `clock.ts`. */
  readonly deadline: number;
  /** Knows the secrets that the client has used. */
  readonly redactor: Redactor;
  attempts: number;
  /** Whether an attempt may have taken effect without our knowing. */
  outcomeUnknown: boolean;
}

let calls = 0;

/** Sets the clock of a call; throws where it is aborted already. */
export function beginCall(
  configuration: Configuration,
  operation: Operation,
  ids: Readonly<Record<string, string>>,
  options: CallOptions,
): Call {
  options.signal?.throwIfAborted();
  // Reads take seconds; what moves memory or disk to storage takes minutes.
  const [timeoutMs, totalTimeoutMs] = operation.slow ? [300_000, 600_000] : [30_000, 120_000];
  return {
    number: calls++,
    operation,
    ids,
    signal: options.signal,
    priority: options.priority ?? configuration.priority,
    timeoutMs: options.timeoutMs ?? configuration.timeoutMs ?? timeoutMs,
    maxRetries: options.maxRetries ?? configuration.maxRetries ?? 2,
    deadline: now() + (options.totalTimeoutMs ?? configuration.totalTimeoutMs ?? totalTimeoutMs),
    redactor: configuration.redactor,
    attempts: 0,
    outcomeUnknown: false,
  };
}
