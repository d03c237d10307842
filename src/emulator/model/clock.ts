/** Where the emulator takes the time from. Everything it does with time goes through here. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
  /** Calls `fire` once, `ms` milliseconds from now. The returned function cancels the timer. */
  setTimer(fire: () => void, ms: number): () => void;
}

/** A clock that can be moved forward. */
export interface MovableClock extends Clock {
  /**
   * Moves the time forward by `ms` milliseconds and fires, in order, every timer that is due. Resolves when the calls
   * that waited for those timers have gone on.
   */
  advance(ms: number): Promise<void>;
}

/** A clock that stands still until a test moves it. See {@link createManualClock}. */
export interface ManualClock extends MovableClock {
  /** How many timers are waiting. */
  readonly pending: number;
}

/**
 * The machine's clock. The emulator sets a timer only while a caller waits for a response (states and time limits are
 * worked out when a request comes), so it keeps no process alive and needs no shutdown.
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(fire, ms) {
    const timer = setTimeout(fire, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * A clock for tests: time passes only when the test says so, so nothing sleeps. It works under the fake timers of
 * vitest, jest and `node:test` as well.
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
  return aheadOf({ now: () => start, setTimer: () => () => {} });
}

/** The same clock when it can be moved already, else one that runs with it and can be set ahead of it. */
export function movable(clock: Clock): MovableClock {
  return "advance" in clock ? (clock as MovableClock) : aheadOf(clock);
}

interface Timer {
  readonly at: number;
  readonly fire: () => void;
  cancel: () => void;
}

function aheadOf(clock: Clock): ManualClock {
  let ahead = 0;
  let target = 0;
  const timers = new Set<Timer>();
  const now = () => clock.now() + ahead;
  const fire = (timer: Timer) => {
    if (timers.delete(timer)) timer.fire();
  };
  const start = (timer: Timer) => {
    timer.cancel = clock.setTimer(() => fire(timer), Math.max(0, timer.at - now()));
  };
  const nextDue = () => {
    let next: Timer | undefined;
    const until = clock.now() + target;
    for (const timer of timers) if (timer.at <= until && !(next && next.at <= timer.at)) next = timer;
    return next;
  };

  return {
    now,
    setTimer(onTime, ms) {
      const timer: Timer = { at: now() + Math.max(0, ms), fire: onTime, cancel: () => {} };
      timers.add(timer);
      start(timer);
      return () => {
        timers.delete(timer);
        timer.cancel();
      };
    },
    async advance(ms) {
      if (typeof ms !== "number" || !(ms >= 0 && ms < Number.POSITIVE_INFINITY))
        throw new TypeError("advance needs a number of milliseconds from 0");
      target += ms;
      // Calls that are under way may still have to set their timer.
      await settled();
      for (let timer = nextDue(); timer; timer = nextDue()) {
        ahead = Math.max(ahead, timer.at - clock.now());
        timer.cancel();
        fire(timer);
        await settled();
      }
      ahead = target;
      for (const timer of timers) {
        timer.cancel();
        start(timer);
      }
    },
    get pending() {
      return timers.size;
    },
  };
}

/** The timer of the machine, should a test put a fake one in its place later. */
const { setTimeout: setRealTimeout } = globalThis;

/** Lets everything run that only waits for its turn. Fake timers do not hold messages between ports. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise<void>(nextTurn);
}

function nextTurn(resolve: () => void): void {
  if (typeof MessageChannel !== "function") {
    setRealTimeout(resolve, 0);
    return;
  }
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    resolve();
  };
  port2.postMessage(undefined);
}
