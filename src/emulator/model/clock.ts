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
 * worked out when somebody asks), so it keeps no process alive and needs no shutdown.
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
  let time = start;
  const timers = new Set<Timer>();
  return {
    now: () => time,
    setTimer(fire, ms) {
      const timer = { at: time + Math.max(0, ms), fire };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(ms) {
      demandForward(ms);
      const until = time + ms;
      // Calls that are under way may still have to set their timer.
      await settled();
      for (let timer = nextDue(timers, until); timer; timer = nextDue(timers, until)) {
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

/** The same clock when it can be moved already, else one that runs with it and can be set ahead of it. */
export function movable(clock: Clock): MovableClock {
  if ("advance" in clock) return clock as MovableClock;
  let ahead = 0;
  const timers = new Set<Timer & { cancel: () => void }>();
  const now = () => clock.now() + ahead;
  const start = (timer: Timer & { cancel: () => void }) => {
    timer.cancel = clock.setTimer(
      () => {
        timers.delete(timer);
        timer.fire();
      },
      Math.max(0, timer.at - now()),
    );
  };
  return {
    now,
    setTimer(fire, ms) {
      const timer = { at: now() + ms, fire, cancel: () => {} };
      timers.add(timer);
      start(timer);
      return () => {
        timers.delete(timer);
        timer.cancel();
      };
    },
    async advance(ms) {
      demandForward(ms);
      ahead += ms;
      for (const timer of [...timers]) {
        timer.cancel();
        start(timer);
      }
      for (let timer = nextDue(timers, now()); timer; timer = nextDue(timers, now())) {
        timers.delete(timer);
        timer.cancel();
        timer.fire();
      }
      await settled();
    },
  };
}

/** Waits `ms` milliseconds. Rejects with the signal's reason as soon as nobody waits for the response any more. */
export function pause(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abandon = () => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = clock.setTimer(() => {
      signal?.removeEventListener("abort", abandon);
      resolve();
    }, ms);
    if (signal?.aborted) abandon();
    else signal?.addEventListener("abort", abandon, { once: true });
  });
}

interface Timer {
  readonly at: number;
  readonly fire: () => void;
}

function nextDue<T extends Timer>(timers: ReadonlySet<T>, until: number): T | undefined {
  let next: T | undefined;
  for (const timer of timers) if (timer.at <= until && (!next || timer.at < next.at)) next = timer;
  return next;
}

function demandForward(ms: unknown): void {
  if (typeof ms !== "number" || !(ms >= 0 && ms < Number.POSITIVE_INFINITY))
    throw new TypeError("advance needs a number of milliseconds from 0");
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
