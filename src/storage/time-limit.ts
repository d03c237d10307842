/** The storage took longer than it was given. */
export class TimeLimitError extends Error {
  override readonly name = "TimeLimitError";
}

/**
 * Runs `work`, which gets a signal that aborts at the limit or with `caller`. The result is settled by then even if the
 * work does not heed the signal. After `work` is done the signal follows `caller` alone: a body may stream on.
 */
export async function withTimeLimit<T>(
  limitMs: number,
  caller: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const signal = caller === undefined ? limit.signal : AbortSignal.any([caller, limit.signal]);
  // A timer of more than 31 bits would fire at once.
  const delayMs = Math.min(limitMs, 2 ** 31 - 1);
  const timer = setTimeout(() => limit.abort(new TimeLimitError("the time limit was reached")), delayMs);
  try {
    signal.throwIfAborted();
    return await Promise.race([work(signal), rejectionOf(signal)]);
  } finally {
    clearTimeout(timer);
  }
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
