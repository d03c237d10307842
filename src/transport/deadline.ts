import { MAX_DELAY_MS, startTimer } from "./clock.ts";

/**
 * Settles as `work` does, unless `ms` pass first (then with what `expired` gives) or the caller aborts (then it
 * rejects with the signal's own reason). Work that is left behind is told by `abandon` and not waited for: a `fetch`
 * need not know about signals. No timer and no listener stays.
 */
export const bounded = <T>(
  work: Promise<T>,
  ms: number | undefined = Infinity,
  signal: AbortSignal | undefined,
  expired: () => T | Promise<T>,
  abandon: () => void = () => {},
): Promise<T> =>
  new Promise((resolve, reject) => {
    const end = <Value>(settle: (value: Value) => void, value: Value) => {
      clearTimeout(timer);
      forget?.();
      settle(value);
    };
    const abort = () => {
      end(reject, signal?.reason);
      abandon();
    };
    const expire = () => {
      end(resolve, expired());
      abandon();
    };
    const timer = ms > MAX_DELAY_MS ? undefined : startTimer(ms, expire);
    const forget = signal && onAbort(signal, abort);
    work.then(
      (value) => end(resolve, value),
      (error) => end(reject, error),
    );
    // An abort that came before fires no event.
    if (signal?.aborted) abort();
  });

/** Waits for a time, or until a promise is settled; an abort ends the wait at once. */
export const sleep = (
  ms: number,
  signal: AbortSignal | undefined,
  early: Promise<unknown> = new Promise(() => {}),
): Promise<unknown> => bounded(early, ms, signal, () => {});

const waiting = new WeakMap<EventTarget, Set<() => void>>();

const tell = ({ target }: Event): void => {
  for (const call of [...(waiting.get(target as EventTarget) ?? [])]) call();
};

/**
 * Tells of an abort until it is released. However many calls share a signal, it gets one listener (the same one is not
 * added twice): platforms warn of a leak when there are many.
 */
function onAbort(signal: AbortSignal, call: () => void): () => void {
  const calls = waiting.get(signal) ?? new Set();
  waiting.set(signal, calls.add(call));
  signal.addEventListener("abort", tell);
  return () => {
    calls.delete(call);
    if (!calls.size) signal.removeEventListener("abort", tell);
  };
}
