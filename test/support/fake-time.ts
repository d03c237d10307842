import { onTestFinished, vi } from "vitest";

/** Time stands still until the test moves it. What reads sockets keeps the real timers it took before. */
export function useFakeTime(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
}

/** Lets everything run that needs no time. */
export const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

export const elapse = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

/** Lets time pass, from timer to timer, until the promise has settled; settles as it does. */
export async function untilSettled<T>(promise: Promise<T>): Promise<T> {
  let settled = false;
  const finish = () => {
    settled = true;
  };
  promise.then(finish, finish);
  for (let step = 0; !settled; step++) {
    if (step > 20_000) throw new Error("not settled after 20,000 timers");
    await settle();
    if (settled) break;
    if (!vi.getTimerCount() && step > 50) throw new Error("not settled, and nothing is left to wait for");
    await vi.advanceTimersToNextTimerAsync();
  }
  return promise;
}

/** Stubs `Math.random`, so that jittered waits are known: the full wait with 1 (all but), none with 0. */
export function stubRandom(value: number): void {
  const stub = vi.spyOn(Math, "random").mockReturnValue(value);
  onTestFinished(() => stub.mockRestore());
}
