import { lifecycle, type Move, type State, states, wake } from "../description.ts";
import type { Clock } from "./clock.ts";
import { demand, numberFrom } from "./kinds.ts";
import type { StoredSandbox } from "./sandbox.ts";

/** How long each state on the way lasts, in milliseconds: one number for all, or by state. */
export type StateDelay = number | Readonly<Partial<Record<State, number>>>;

/**
 * The state machine. No timer runs: a sandbox remembers when its transition ends and when its time limit is reached, and
 * `settle` brings it up to the present whenever it is read.
 */
export interface StateMachine {
  /** Leaves the present state for `move.through`, and with no delay arrives at `move.to` at once. */
  begin(sandbox: StoredSandbox, move: Pick<Move, "through" | "to">): void;
  /** Applies everything that has happened to the sandbox up to now. */
  settle(sandbox: StoredSandbox): void;
}

export function createStateMachine(clock: Clock, delay: StateDelay): StateMachine {
  demandDelay(delay);
  const lasting = (state: State) => (typeof delay === "number" ? delay : (delay[state] ?? 0));

  function leave(sandbox: StoredSandbox, move: Pick<Move, "through" | "to">, at: number): void {
    sandbox.state = move.through;
    sandbox.changedAt = at;
    sandbox.timeoutAt = undefined;
    sandbox.transition = { to: move.to, endsAt: at + lasting(move.through) };
  }

  function arrive(sandbox: StoredSandbox, to: State, at: number): void {
    // A wake continues the machine that was paused; everything else that ends in running booted one.
    if (to === wake.to && sandbox.state !== wake.through) sandbox.launchedAt = at;
    if (to === wake.to) sandbox.timeoutAt = at + sandbox.timeout * 1000;
    sandbox.state = to;
    sandbox.changedAt = at;
    sandbox.transition = undefined;
  }

  function settle(sandbox: StoredSandbox): void {
    const now = clock.now();
    for (;;) {
      const { transition, timeoutAt } = sandbox;
      if (transition && transition.endsAt <= now) arrive(sandbox, transition.to, transition.endsAt);
      else if (timeoutAt !== undefined && timeoutAt <= now) leave(sandbox, atTimeLimit(sandbox), timeoutAt);
      else return;
    }
  }

  return {
    begin(sandbox, move) {
      leave(sandbox, move, clock.now());
      settle(sandbox);
    },
    settle,
  };
}

const byState = Object.fromEntries(states.map((state) => [state, numberFrom(0, 2 ** 31 - 1)]));

function demandDelay(delay: StateDelay): void {
  const all = typeof delay === "number" ? Object.fromEntries(states.map((state) => [state, delay])) : delay;
  demand("stateDelayMs", all, byState);
}

function atTimeLimit(sandbox: StoredSandbox): Move {
  return sandbox.auto_pause ? lifecycle.pauseSandbox : lifecycle.deleteSandbox;
}
