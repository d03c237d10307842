import type { ThrowingApi } from "../api/types.ts";
import type { CallOptions } from "../config/options.ts";
import { NotFoundError } from "../errors/api-error.ts";
import { Leap0Error, TimeoutError } from "../errors/leap0-error.ts";
import { finalStates } from "../generated/facts.ts";
import type { SandboxState, SandboxStatus } from "../models.ts";
import { sleep } from "../transport/bounded.ts";
import { shareTotal } from "./share-total.ts";

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
const DEFAULT_LIMIT_MS = 600_000;
const DELETED = finalStates[1];

/** Polls a sandbox, ever less often, until it is in one of the states. `onPoll` sees each state on the way. */
export async function waitFor(
  api: ThrowingApi,
  sandboxID: string,
  states: SandboxState | readonly SandboxState[],
  options: CallOptions,
  onPoll?: (state: SandboxState) => Promise<void>,
): Promise<SandboxStatus> {
  const operation = "getSandbox";
  const wanted = ([] as SandboxState[]).concat(states);
  const names = wanted.join(" or ");
  const remaining = shareTotal(options, DEFAULT_LIMIT_MS);
  let last: SandboxStatus | undefined;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    try {
      last = await api.GET("/v1/sandbox/{sandboxID}/", { ...remaining(), params: { path: { sandboxID } } });
    } catch (error) {
      // Gone is the one state that cannot be read.
      if (error instanceof NotFoundError && wanted.includes(DELETED))
        return { ...(last as SandboxStatus), id: sandboxID, state: DELETED };
      throw error;
    }
    const { state } = last;
    if (wanted.includes(state)) return last;
    if (finalStates.includes(state as never) && !wanted.includes(DELETED))
      throw new Leap0Error(`the sandbox is ${state}: ${names} can no longer come`, { operation });
    await onPoll?.(state);
    if ((remaining().totalTimeoutMs as number) <= pause)
      throw new TimeoutError(`the sandbox is ${state}, not ${names}, at the total limit (totalTimeoutMs)`, {
        operation,
        limit: "total",
      });
    await sleep(pause, options.signal);
  }
}
