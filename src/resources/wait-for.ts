import { check, kinds } from "../config/check-options.ts";
import type { CallOptions } from "../config/options.ts";
import { NotFoundError } from "../errors/api-error.ts";
import { invalid, Leap0Error, TimeoutError } from "../errors/leap0-error.ts";
import { finalStates, sandboxStates } from "../generated/facts.ts";
import { isSandboxState, type KnownSandboxState, type SandboxStatus } from "../models.ts";
import { now } from "../transport/clock.ts";
import { sleep } from "../transport/deadline.ts";

const DELETED = "deleted" satisfies KnownSandboxState;

/** Reads the sandbox. */
export type Read = (options: CallOptions) => Promise<SandboxStatus>;

/** How to wait, beside the options of the call. */
export interface Wait {
  /** Writes a value of the API into a message. */
  readonly excerpt: (value: unknown) => string;
  /** Sees each state on the way. What it returns ends the pause before the next poll. */
  readonly onPoll?: (state: string) => Promise<unknown> | undefined;
  /** What the error at the deadline says in addition. */
  readonly report?: () => { readonly text: string; readonly cause?: unknown };
}

/** Polls a sandbox, with growing intervals, until it is in one of the states. The last poll comes at the deadline. */
export async function waitFor(
  read: Read,
  sandboxID: string,
  states: KnownSandboxState | readonly KnownSandboxState[],
  options: CallOptions,
  { excerpt, onPoll, report }: Wait,
): Promise<SandboxStatus> {
  const operation = "getSandbox";
  const wanted: readonly string[] = [states].flat();
  // A state that does not exist would never come.
  if (!wanted.length || !wanted.every(isSandboxState))
    throw invalid("state", `wait for one or more of ${sandboxStates.join(", ")}`, operation);
  const names = wanted.join(" or ");
  const remaining = shareTotal(options, 600_000);
  let last: SandboxStatus | undefined;
  // The least that is kept for the last poll is half of what stays of the limit.
  let slowest = 5;
  for (let pauseMs = 250; ; pauseMs = Math.min(pauseMs * 1.5, 5_000)) {
    const startedAt = now();
    try {
      last = await read(remaining());
    } catch (error) {
      // Gone is the one state that cannot be read.
      if (error instanceof NotFoundError && wanted.includes(DELETED))
        return { ...(last as SandboxStatus), id: sandboxID, state: DELETED };
      if (!(last && error instanceof TimeoutError && error.limit === "total")) throw error;
    }
    const { state } = last;
    if (wanted.includes(state as KnownSandboxState)) return last;
    if (finalStates.includes(state as never) && !wanted.includes(DELETED))
      throw new Leap0Error(`the sandbox is ${state}: ${names} can no longer come`, { operation });
    slowest = Math.max(slowest, now() - startedAt);
    const left = (remaining().totalTimeoutMs as number) - 2 * slowest;
    if (left <= 0) {
      const { text = "", cause } = report?.() ?? {};
      throw new TimeoutError(`the sandbox is ${excerpt(state)}, not ${names}, at totalTimeoutMs${text}`, {
        operation,
        limit: "total",
        cause,
      });
    }
    await sleep(Math.min(pauseMs, left), options.signal, onPoll?.(state));
  }
}

/** Checked options for each of several calls in a row that share a total limit: every call gets what is left of it. */
export function shareTotal(
  options: CallOptions,
  defaultMs?: number,
): () => CallOptions & { totalTimeoutMs?: number } {
  check(options, kinds.call);
  const total = options.totalTimeoutMs ?? defaultMs;
  if (total === undefined) return () => options as CallOptions & { totalTimeoutMs?: number };
  const deadline = now() + total;
  return () => ({ ...options, totalTimeoutMs: Math.max(1, deadline - now()) });
}
