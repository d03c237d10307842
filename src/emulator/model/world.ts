import { lifecycle, type Move, type State, states, wake } from "../description.ts";
import type { MovableClock } from "./clock.ts";
import type { FieldError } from "./field-errors.ts";
import { demand, numberFrom } from "./kinds.ts";
import { Lifetime } from "./lifetime.ts";
import { type Limits, limitsWith } from "./limits.ts";
import type { StoredMount } from "./mount.ts";
import { type CreateId, randomId, type StoredSandbox } from "./sandbox.ts";

/** How long each state on the way lasts, in milliseconds: one number for all, or by state. */
export type StateDelay = number | Readonly<Partial<Record<State, number>>>;

/** The organization and its sandboxes: what the operations work on. */
export type World = ReturnType<typeof createWorld>;

interface Settings {
  readonly clock: MovableClock;
  readonly stateDelayMs?: StateDelay | undefined;
  readonly limits?: Partial<Limits> | undefined;
  readonly createId?: CreateId | undefined;
  /** Checks whether the storage lets the mount be read. Absent: nothing is checked. */
  readonly verify?: ((mount: StoredMount) => Promise<readonly FieldError[]>) | undefined;
}

/**
 * No timer runs: a sandbox remembers when its transition ends and when its time limit is reached, and each is brought up
 * to the present before it is returned.
 */
export function createWorld({ clock, verify, createId = randomId, ...settings }: Settings) {
  const limits = limitsWith(settings.limits);
  const delays = delaysByState(settings.stateDelayMs ?? 0);
  const lifetime = new Lifetime(clock);
  const sandboxes = new Map<string, StoredSandbox>();

  function leave(sandbox: StoredSandbox, { through, to }: Pick<Move, "through" | "to">, at: number): void {
    sandbox.state = through;
    sandbox.changedAt = at;
    sandbox.timeoutAt = undefined;
    sandbox.transition = { to, endsAt: at + (delays[through] ?? 0) };
  }

  function arrive(sandbox: StoredSandbox, to: State, at: number): void {
    // A wake continues the machine that was paused; everything else that ends in running booted one.
    if (to === wake.to && sandbox.state !== wake.through) sandbox.launchedAt = at;
    if (to === wake.to) sandbox.timeoutAt = at + sandbox.timeout * 1000;
    sandbox.state = to;
    sandbox.changedAt = at;
    sandbox.transition = undefined;
  }

  /** Applies everything that has happened to the sandbox up to now. */
  function settle(sandbox: StoredSandbox): void {
    const now = clock.now();
    for (;;) {
      const { transition, timeoutAt, auto_pause } = sandbox;
      if (transition && transition.endsAt <= now) arrive(sandbox, transition.to, transition.endsAt);
      else if (timeoutAt !== undefined && timeoutAt <= now)
        leave(sandbox, auto_pause ? lifecycle.pauseSandbox : lifecycle.deleteSandbox, timeoutAt);
      else return;
    }
  }

  function exists(sandbox: StoredSandbox): boolean {
    settle(sandbox);
    if (sandbox.state === "deleted") sandboxes.delete(sandbox.id);
    return sandbox.state !== "deleted";
  }

  function all(): StoredSandbox[] {
    return [...sandboxes.values()].filter(exists);
  }

  return {
    clock,
    lifetime,
    limits,
    createId,
    verify,
    all,
    get(id: string): StoredSandbox | undefined {
      const sandbox = sandboxes.get(id);
      return sandbox && exists(sandbox) ? sandbox : undefined;
    },
    add(sandbox: StoredSandbox): void {
      sandboxes.set(sandbox.id, sandbox);
    },
    /** Puts these in the place of all that are there. */
    replace(others: readonly StoredSandbox[]): void {
      sandboxes.clear();
      for (const sandbox of others) sandboxes.set(sandbox.id, sandbox);
    },
    /** Leaves the present state for `move.through`, and with no delay arrives at `move.to` at once. */
    begin(sandbox: StoredSandbox, move: Pick<Move, "through" | "to">): void {
      leave(sandbox, move, clock.now());
      settle(sandbox);
    },
    /** Waits until the sandbox is in no transition. */
    async atRest(sandbox: StoredSandbox, signal: AbortSignal | undefined): Promise<void> {
      settle(sandbox);
      while (sandbox.transition) {
        await lifetime.pause(Math.max(1, sandbox.transition.endsAt - clock.now()), signal);
        settle(sandbox);
      }
    },
    /**
     * Whether the organization has as many sandboxes as it may. Stopped ones keep only a disk and do not count. Paused
     * ones do: any request to the sandbox host wakes them, and a wake has no response that says "limit reached".
     */
    isFull(): boolean {
      return all().filter(({ state }) => state !== "stopped").length >= limits.sandboxes;
    },
  };
}

const delayKinds = Object.fromEntries(states.map((state) => [state, numberFrom(0, 2 ** 31 - 1)]));

function delaysByState(delay: StateDelay): Readonly<Partial<Record<State, number>>> {
  const delays =
    typeof delay === "number" ? Object.fromEntries(states.map((state) => [state, delay])) : delay;
  demand("stateDelayMs", delays, delayKinds);
  return delays;
}
