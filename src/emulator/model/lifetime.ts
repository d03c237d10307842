import type { Clock } from "./clock.ts";

/**
 * One life of the emulator: from its creation or a reset to the next reset. What is under way ends with it, so that
 * nothing of one test shows up in the next.
 */
export class Lifetime {
  readonly #clock: Clock;
  readonly #ends = new Set<(reason: Error) => void>();
  #reason: Error | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get over(): boolean {
    return this.#reason !== undefined;
  }

  /** The promise, or a rejection with the reason of the end when the life ends first. */
  during<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#reason) reject(this.#reason);
      this.#ends.add(reject);
      work.then(resolve, reject).finally(() => this.#ends.delete(reject));
    });
  }

  /** Waits `ms` milliseconds. Rejects with the signal's reason as soon as nobody waits for the response any more. */
  pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
    let stop = () => {};
    const waited = new Promise<void>((resolve) => {
      const cancel = this.#clock.setTimer(resolve, ms);
      stop = () => {
        cancel();
        resolve();
      };
    });
    return this.during(unlessAborted(waited, signal)).finally(stop);
  }

  end(reason: Error): void {
    this.#reason = reason;
    for (const end of this.#ends) end(reason);
  }
}

/** The promise, or the signal's reason as soon as the signal is aborted. No listener stays behind. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abandon = () => reject(signal.reason);
    if (signal.aborted) abandon();
    else signal.addEventListener("abort", abandon, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abandon));
  });
}
