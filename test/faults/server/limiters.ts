/** Counts a request that arrives at `now` (milliseconds): 0 where there is room for it, else how long until there is. */
export type Limiter = (now: number) => number;

export type LimiterKind = "sliding window" | "fixed window" | "token bucket";

/** At most `requests` in any window. What is refused does not count. */
function slidingWindow(requests: number, perMs: number): Limiter {
  const accepted: number[] = [];
  let oldest = 0;
  return (now) => {
    while ((accepted[oldest] ?? now) <= now - perMs) oldest++;
    if (accepted.length - oldest >= requests) return (accepted[oldest] ?? now) + perMs - now;
    accepted.push(now);
    return 0;
  };
}

/** The count starts again at every multiple of the window, so twice the number can come within a moment. */
function fixedWindow(requests: number, perMs: number): Limiter {
  let window = 0;
  let count = 0;
  return (now) => {
    const current = Math.floor(now / perMs);
    if (current !== window) count = 0;
    window = current;
    if (count >= requests) return (current + 1) * perMs - now;
    count++;
    return 0;
  };
}

/** A bucket of `requests` tokens that fills evenly: what is left over from before can be spent at once. */
function tokenBucket(requests: number, perMs: number): Limiter {
  let tokens = requests;
  let filledAt: number | undefined;
  return (now) => {
    tokens = Math.min(requests, tokens + ((now - (filledAt ?? now)) * requests) / perMs);
    filledAt = now;
    if (tokens < 1) return ((1 - tokens) * perMs) / requests;
    tokens--;
    return 0;
  };
}

const limiters = {
  "sliding window": slidingWindow,
  "fixed window": fixedWindow,
  "token bucket": tokenBucket,
} as const satisfies Record<LimiterKind, (requests: number, perMs: number) => Limiter>;

export const createLimiter = (kind: LimiterKind, requests: number, perMs: number): Limiter =>
  limiters[kind](requests, perMs);
