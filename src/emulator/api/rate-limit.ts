import type { Clock } from "../model/clock.ts";

/** Counts requests against a limit. */
export interface RateLimit {
  /** Counts one request. Answers 0, or how many milliseconds to wait when there is no room. */
  count(): number;
  clear(): void;
}

/** At most `requests` in any window of `perMs` milliseconds. A refused request does not count. */
export function createRateLimit(clock: Clock, requests: number, perMs: number): RateLimit {
  let starts: number[] = [];
  let oldest = 0;

  function count(): number {
    if (requests === Number.POSITIVE_INFINITY) return 0;
    const now = clock.now();
    while (oldest < starts.length && (starts[oldest] as number) <= now - perMs) oldest++;
    if (starts.length - oldest >= requests) return (starts[oldest] ?? now) + perMs - now;
    // Dropped in bulk: shifting one by one costs time in proportion to the window.
    if (oldest > requests) {
      starts = starts.slice(oldest);
      oldest = 0;
    }
    starts.push(now);
    return 0;
  }

  return {
    count,
    clear() {
      starts = [];
      oldest = 0;
    },
  };
}
