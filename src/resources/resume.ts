import type { Invoke } from "../api/types.ts";
import type { CallOptions } from "../config/options.ts";
import { Leap0Error } from "../errors/leap0-error.ts";
import { wakeFrom, wakeTo } from "../generated/facts.ts";
import { operations } from "../generated/operations.ts";
import type { SandboxStatus } from "../models.ts";
import { bounded } from "../transport/bounded.ts";
import { waitFor } from "./wait-for.ts";

/** Sends one request to a sandbox's own host. Whatever it answers is the sandbox's affair. */
export type Knock = (sandboxID: string, options: CallOptions) => Promise<void>;

/** How long an answer to a knock may hold up the next look at the sandbox: what listens there may never answer. */
const PATIENCE_MS = 1_000;

const ignore = () => {};

/** Knocks at a paused sandbox until it runs. */
export async function resume(
  invoke: Invoke,
  knock: Knock,
  sandboxID: string,
  options: CallOptions,
): Promise<SandboxStatus> {
  const over = new AbortController();
  let knocking: Promise<void> | undefined;
  const onPoll = async (state: string) => {
    if (state === operations.stopSandbox.retry.to)
      throw new Leap0Error(
        `the sandbox is ${state}: client.sandboxes.start(sandboxID) boots it from its disk`,
      );
    if (state !== wakeFrom) return;
    knocking ??= knock(sandboxID, { ...options, signal: over.signal }).finally(() => {
      knocking = undefined;
    });
    knocking.catch(ignore);
    await bounded(knocking, PATIENCE_MS, options.signal, ignore, ignore);
  };
  try {
    return await waitFor(invoke, sandboxID, wakeTo, options, onPoll);
  } finally {
    over.abort();
  }
}
