import type { FieldError, Reply } from "../http/reply.ts";
import type { Clock } from "./clock.ts";
import type { CreateId } from "./ids.ts";
import type { Limits } from "./limits.ts";
import type { StoredMount } from "./mount.ts";
import type { StateMachine } from "./state-machine.ts";
import type { Store } from "./store.ts";

/** What the operations work on. */
export interface World {
  readonly store: Store;
  readonly machine: StateMachine;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly createId: CreateId;
  /** Looks whether the storage lets the mount be read. Absent: nothing is checked. */
  readonly verify?: ((mount: StoredMount) => Promise<readonly FieldError[]>) | undefined;
}

/** One request, already checked against the description. */
export interface Checked {
  readonly sandboxID: string;
  readonly mountID: string;
  readonly query: unknown;
  readonly body: unknown;
}

/**
 * Carries an operation out. Nothing is awaited between looking at the state and changing it, so requests that come in
 * at the same time cannot get between.
 */
export type Handler = (world: World, request: Checked) => Reply | Promise<Reply>;
