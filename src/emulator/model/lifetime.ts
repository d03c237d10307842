import type { Clock } from "./clock.ts";

/**
 * One life of the emulator: from its creation or a reset to the next reset. What is under way ends with it, so that
 * nothing of one test shows up in the next.
 */
export interface Lifetime {
  /** The emulator's clock. Its timers are cancelled at the end. */
  readonly clock: Clock;
  readonly over: boolean;
  /** The promise, or a rejection with `reason` when the life ends first. */
  during<T>(work: Promise<T>): Promise<T>;
  end(reason: Error): void;
}

export function createLifetime(clock: Clock): Lifetime {
  const waiting = new Set<(reason: Error) => void>();
  const timers = new Set<() => void>();
  let reasonOfEnd: Error | undefined;

  return {
    clock: {
      now: clock.now,
      setTimer(fire, ms) {
        if (reasonOfEnd) return () => {};
        const cancelTimer = clock.setTimer(() => {
          timers.delete(cancel);
          fire();
        }, ms);
        const cancel = () => {
          timers.delete(cancel);
          cancelTimer();
        };
        timers.add(cancel);
        return cancel;
      },
    },
    get over() {
      return reasonOfEnd !== undefined;
    },
    during: (work) =>
      new Promise((resolve, reject) => {
        if (reasonOfEnd) {
          reject(reasonOfEnd);
          return;
        }
        waiting.add(reject);
        work.then(resolve, reject).finally(() => waiting.delete(reject));
      }),
    end(reason) {
      reasonOfEnd = reason;
      for (const cancel of [...timers]) cancel();
      for (const reject of [...waiting]) reject(reason);
    },
  };
}
