import type { Clock, Pause } from "./clock.ts";
import type { FieldError } from "./field-errors.ts";
import type { Limits } from "./limits.ts";
import type { StoredMount } from "./mount.ts";
import type { CreateId, StoredSandbox } from "./sandbox.ts";
import type { StateMachine } from "./state-machine.ts";

/** What the operations work on. */
export interface World {
  readonly store: Store;
  readonly machine: StateMachine;
  readonly clock: Clock;
  readonly pause: Pause;
  readonly limits: Limits;
  readonly createId: CreateId;
  /** Checks whether the storage lets the mount be read. Absent: nothing is checked. */
  readonly verify?: ((mount: StoredMount) => Promise<readonly FieldError[]>) | undefined;
}

/** The organization's sandboxes. Each is brought up to the present before it is returned. */
export interface Store {
  get(id: string): StoredSandbox | undefined;
  all(): StoredSandbox[];
  add(sandbox: StoredSandbox): void;
  /** Puts these in the place of all that are there. */
  replace(sandboxes: readonly StoredSandbox[]): void;
}

export function createStore(machine: StateMachine): Store {
  const sandboxes = new Map<string, StoredSandbox>();

  function exists(sandbox: StoredSandbox): boolean {
    machine.settle(sandbox);
    if (sandbox.state !== "deleted") return true;
    sandboxes.delete(sandbox.id);
    return false;
  }

  const add = (sandbox: StoredSandbox) => void sandboxes.set(sandbox.id, sandbox);

  return {
    get(id) {
      const sandbox = sandboxes.get(id);
      return sandbox && exists(sandbox) ? sandbox : undefined;
    },
    all: () => [...sandboxes.values()].filter(exists),
    add,
    replace(others) {
      sandboxes.clear();
      for (const sandbox of others) add(sandbox);
    },
  };
}

/**
 * Whether the organization has as many sandboxes as it may. Stopped ones keep only a disk and do not count. Paused ones
 * do: any request to the sandbox host wakes them, and a wake has no response that says "limit reached".
 */
export function isFull({ store, limits }: World): boolean {
  return store.all().filter(({ state }) => state !== "stopped").length >= limits.sandboxes;
}

/** Waits until the sandbox is in no transition. */
export async function atRest(
  { clock, machine, pause }: World,
  sandbox: StoredSandbox,
  signal: AbortSignal | undefined,
): Promise<void> {
  machine.settle(sandbox);
  while (sandbox.transition) {
    await pause(Math.max(1, sandbox.transition.endsAt - clock.now()), signal);
    machine.settle(sandbox);
  }
}
