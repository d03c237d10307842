/** Where the emulator takes the time from. Everything it does with time goes through here. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
  /** Calls `fire` once, `ms` milliseconds from now. The function returned takes that back. */
  setTimer(fire: () => void, ms: number): () => void;
}

/** A clock that stands still until a test moves it. See {@link createManualClock}. */
export interface ManualClock extends Clock {
  /**
   * Moves the time on by `ms` milliseconds and fires, in order, every timer that falls due. It resolves when the calls
   * that were waiting for those timers have gone on.
   */
  advance(ms: number): Promise<void>;
  /** How many timers are waiting. */
  readonly pending: number;
}

/**
 * The machine's own clock. The emulator sets a timer only while a caller waits for its answer (states and time limits
 * are worked out when somebody looks), so nothing of it keeps a process alive or needs to be stopped.
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(fire, ms) {
    const timer = setTimeout(fire, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * A clock for tests: time passes only when the test says so, so nothing sleeps.
 *
 * @param start milliseconds since 1970-01-01 UTC; default 2026-01-01T00:00:00Z
 * @example
 * ```ts
 * const clock = createManualClock();
 * const emulator = createEmulator({ apiKey: "test-key", clock, stateDelayMs: 2000 });
 * const pausing = client.sandboxes.pause(id);
 * await clock.advance(2000);
 * await pausing;
 * ```
 */
export function createManualClock(start: number = Date.UTC(2026, 0, 1)): ManualClock {
  let time = start;
  const timers = new Set<{ at: number; fire: () => void }>();

  const nextDue = (until: number) =>
    [...timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];

  return {
    now: () => time,
    setTimer(fire, ms) {
      const timer = { at: time + Math.max(0, ms), fire };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(ms) {
      const until = time + ms;
      // Calls already under way may still be on their way to setting their timer.
      await settled();
      for (let timer = nextDue(until); timer; timer = nextDue(until)) {
        timers.delete(timer);
        time = Math.max(time, timer.at);
        timer.fire();
        await settled();
      }
      time = until;
    },
    get pending() {
      return timers.size;
    },
  };
}

/** Lets everything run that was only waiting for its turn. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
}
