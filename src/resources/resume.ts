import { failure } from "../api/failure.ts";
import type { CallOptions } from "../config/options.ts";
import { Leap0Error } from "../errors/leap0-error.ts";
import { wakeFrom, wakeTo } from "../generated/facts.ts";
import type { KnownSandboxState, SandboxStatus } from "../models.ts";
import type { Outcome } from "../transport/outcome.ts";
import type { Wake, Woken } from "../transport/wake.ts";
import { type Read, type Wait, waitFor } from "./wait-for.ts";

const STOPPED = "stopped" satisfies KnownSandboxState;
/** Responses that say that the host does not take the request. A program in the sandbox may send them as well. */
const REJECTED = [401, 403, 404];

/** Sends wake requests to a paused sandbox, one at a time, until it runs. */
export async function resume(
  read: Read,
  wake: Wake,
  sandboxID: string,
  options: CallOptions,
  excerpt: Wait["excerpt"],
): Promise<SandboxStatus> {
  const operation = "getSandbox";
  const over = new AbortController();
  const request = wake(sandboxID, { ...options, signal: over.signal });
  let waking: Promise<void> | undefined;
  let last: Woken | undefined;
  let failures = 0;
  /** Whether a response came since the last poll: then the sandbox gets time to change its state. */
  let responded = false;

  const report = () => {
    if (!last) return { text: waking ? "; no response from the sandbox host" : "" };
    const { outcome, call } = last;
    if (outcome.headers && outcome.kind !== "redirect" && outcome.status < 400)
      return { text: `; the sandbox host returned ${outcome.status}` };
    const cause = failure(outcome, call, "the sandbox host");
    return { text: `; ${cause.message}`, cause };
  };
  const onPoll = (state: string) => {
    if (state === STOPPED)
      throw new Leap0Error("the sandbox is stopped: use sandboxes.start()", {
        operation,
      });
    if (state !== wakeFrom || waking) return waking;
    // So many wake requests in a row may fail before the sandbox is given up.
    if (failures >= 3) {
      const { text, cause } = report();
      throw new Leap0Error(`the sandbox stays ${state}${text}`, { operation, cause });
    }
    if (responded) {
      responded = false;
      return undefined;
    }
    waking = request()
      .then((woken) => {
        last = woken;
        responded = true;
        failures = isRejection(woken.outcome) ? failures + 1 : 0;
      })
      .finally(() => {
        waking = undefined;
      });
    waking.catch(() => {});
    return waking;
  };
  try {
    return await waitFor(read, sandboxID, wakeTo, options, { excerpt, onPoll, report });
  } finally {
    over.abort();
  }
}

/** Whether another wake request would most likely end the same way. */
const isRejection = (outcome: Outcome): boolean =>
  outcome.headers
    ? outcome.kind === "redirect" || REJECTED.includes(outcome.status)
    : outcome.kind === "connection" && !!outcome.neverSent;
