import type { Invoke } from "../api/types.ts";
import type { CallOptions } from "../configuration/options.ts";
import { Leap0Error } from "../errors/leap0-error.ts";
import { wakeFrom, wakeTo } from "../generated/facts.ts";
import type { SandboxStatus } from "../models.ts";
import { waitFor } from "./wait-for.ts";

/** Sends one request to a sandbox's own host. Whatever it answers is the sandbox's affair. */
export type Knock = (sandboxID: string, options: CallOptions) => Promise<void>;

/** Knocks at a paused sandbox until it runs. */
export async function resume(
  invoke: Invoke,
  knock: Knock,
  sandboxID: string,
  options: CallOptions,
): Promise<SandboxStatus> {
  return waitFor(invoke, sandboxID, wakeTo, options, async (state) => {
    if (state === wakeFrom) await knock(sandboxID, options);
    else if (state === "stopped")
      throw new Leap0Error(
        `resume: the sandbox is ${state}: client.sandboxes.start(sandboxID) boots it from its disk`,
      );
  });
}
