const BASE_MS = 500;
const LONGEST_MS = 8_000;

/** How long to wait before the next attempt: full jitter, so that calls that failed together are not retried together. */
export const backoffMs = (retries: number): number =>
  Math.random() * Math.min(LONGEST_MS, BASE_MS * 2 ** retries);

/**
 * How long a `Retry-After` header asks to wait, in milliseconds: from seconds, or from an HTTP date. A date is measured
 * against the response's own `Date`, since the clock of this machine may be wrong. `undefined` where there is none or it
 * cannot be read; never negative.
 */
export function retryAfterMs(headers: Headers): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  // A date has letters; `Date.parse` alone would read "-5" as a month.
  const at = /[a-z]/i.test(value) ? Date.parse(value) : Number.NaN;
  const sentAt = Date.parse(headers.get("date") ?? "") || Date.now();
  return Number.isNaN(at) ? undefined : Math.max(0, at - sentAt);
}
