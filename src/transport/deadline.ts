import { MAX_DELAY_MS, startTimer } from "./clock.ts";

/**
 * Settles as `work` does, unless `ms` pass first (then with what `expired` gives) or the caller aborts (then it
 * rejects with the signal's own reason). Work that is left behind is told by `abandon` and not waited for: a `fetch`
 * need not know about signals. No timer and no listener stays.
 */
export function bounded<T>(
  work: Promise<T>,
  ms: number,
  signal: AbortSignal | undefined,
  abandon: () => void,
  expired: () => T,
): Promise<T> {
  // An abort that came before is not told again.
  if (signal?.aborted) {
    work.catch(() => {});
    abandon();
    return Promise.reject(signal.reason);
  }
  return new Promise((resolve, reject) => {
    const release = () => {
      clearTimeout(timer);
      forget?.();
    };
    const abort = () => {
      release();
      reject(signal?.reason);
      abandon();
    };
    const expire = () => {
      release();
      resolve(expired());
      abandon();
    };
    const timer = ms > MAX_DELAY_MS ? undefined : startTimer(ms, expire);
    const forget = signal && onAbort(signal, abort);
    work.then(
      (value) => {
        release();
        resolve(value);
      },
      (error) => {
        release();
        reject(error);
      },
    );
  });
}

/** Waits; an abort ends the wait at once. */
export const sleep = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  bounded(
    new Promise(() => {}),
    ms,
    signal,
    () => {},
    () => {},
  );

interface Listeners {
  readonly calls: Set<() => void>;
  readonly tell: () => void;
}

const bySignal = new WeakMap<AbortSignal, Listeners>();

/**
 * Tells of an abort until it is released. However many calls share a signal, it gets one listener: platforms warn of a
 * leak when there are many.
 */
function onAbort(signal: AbortSignal, call: () => void): () => void {
  let listeners = bySignal.get(signal);
  if (!listeners) {
    const calls = new Set<() => void>();
    const tell = () => {
      for (const each of [...calls]) each();
    };
    listeners = { calls, tell };
    bySignal.set(signal, listeners);
    signal.addEventListener("abort", tell);
  }
  const { calls, tell } = listeners;
  calls.add(call);
  return () => {
    calls.delete(call);
    if (calls.size) return;
    signal.removeEventListener("abort", tell);
    bySignal.delete(signal);
  };
}
