import type { ThrowingApi } from "../api/types.ts";
import type { CallOptions } from "../config/options.ts";
import { Leap0Error } from "../errors/leap0-error.ts";
import { wakeFrom, wakeTo } from "../generated/facts.ts";
import { operations } from "../generated/operations.ts";
import type { SandboxStatus } from "../models.ts";
import { bounded } from "../transport/bounded.ts";
import type { Wake } from "../transport/wake.ts";
import { waitFor } from "./wait-for.ts";

/** How long an answer to a wake request may hold up the next look at the sandbox: what listens there may never answer. */
const PATIENCE_MS = 1_000;

const ignore = () => {};

/** Knocks at a paused sandbox until it runs. */
export async function resume(
  api: ThrowingApi,
  wake: Wake,
  sandboxID: string,
  options: CallOptions,
): Promise<SandboxStatus> {
  const over = new AbortController();
  let waking: Promise<void> | undefined;
  const onPoll = async (state: string) => {
    if (state === operations.stopSandbox.retry.to)
      throw new Leap0Error(
        `the sandbox is ${state}: client.sandboxes.start(sandboxID) boots it from its disk`,
      );
    if (state !== wakeFrom) return;
    waking ??= wake(sandboxID, { ...options, signal: over.signal }).finally(() => {
      waking = undefined;
    });
    waking.catch(ignore);
    await bounded(waking, PATIENCE_MS, options.signal, ignore, ignore);
  };
  try {
    return await waitFor(api, sandboxID, wakeTo, options, onPoll);
  } finally {
    over.abort();
  }
}
