import type { Clock } from "./clock.ts";
import type { StoredSandbox } from "./sandbox.ts";
import type { World } from "./world.ts";

/** Waits `ms` milliseconds. Rejects with the signal's reason as soon as nobody waits for the answer any more. */
export function pause(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abandoned = () => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = clock.setTimer(() => {
      signal?.removeEventListener("abort", abandoned);
      resolve();
    }, ms);
    if (signal?.aborted) abandoned();
    else signal?.addEventListener("abort", abandoned, { once: true });
  });
}

/** Waits until the sandbox is at rest: not on its way from one state to another. */
export async function atRest(
  { clock, machine }: Pick<World, "clock" | "machine">,
  sandbox: StoredSandbox,
  signal: AbortSignal | undefined,
): Promise<void> {
  machine.settle(sandbox);
  while (sandbox.transition) {
    await pause(clock, Math.max(1, sandbox.transition.endsAt - clock.now()), signal);
    machine.settle(sandbox);
  }
}
