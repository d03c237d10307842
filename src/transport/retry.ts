import { now } from "./clock.ts";
import type { Outcome } from "./outcome.ts";

// The rules of a retry: whether it can help, whether the write may have taken effect, how long to wait, and how many.

/**
 * Whether a retry can end better. Not after a redirect, nor after the total limit, nor where no connection will ever be
 * made.
 */
export const isTransient = (outcome: Outcome): boolean =>
  outcome.kind === "response"
    ? [408, 429].includes(outcome.status) || outcome.status >= 500
    : outcome.kind !== "redirect" && outcome.kind !== "total" && outcome.neverSent !== "for good";

/**
 * Whether a write that ended like this may have taken effect. A proxy returns 408, 503 and other statuses also after the
 * API had the request. Only 429, and 503 with `Retry-After`, say that nothing was done.
 */
export const leavesOutcomeUnknown = (outcome: Outcome): boolean =>
  outcome.kind === "response"
    ? outcome.status === 408 ||
      (outcome.status >= 500 && (outcome.status !== 503 || retryAfterMs(outcome.headers) === undefined))
    : !outcome.neverSent;

/** How long to wait before the next attempt: full jitter, so that calls that failed together are not retried together. */
export const backoffMs = (retries: number): number => Math.random() * Math.min(8_000, 500 * 2 ** retries);

/**
 * How long a `Retry-After` header asks to wait, in milliseconds: from seconds, or from an HTTP date. A date is measured
 * against the response's own `Date`, since the clock of this machine may be wrong. `undefined` where there is none or it
 * cannot be read; never negative.
 */
export function retryAfterMs(headers: Headers): number | undefined {
  const value = headers.get("retry-after") ?? "";
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  // A date has letters; `Date.parse` alone would read "-5" as a month.
  if (!/[a-z]/i.test(value)) return undefined;
  const ms = Date.parse(value) - (Date.parse(headers.get("date") ?? "") || Date.now());
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** A bound on what retries add to a failing service: when it is spent, failures are passed on as they come. */
export interface RetryBudget {
  /** Takes what one retry costs; `false` where nothing is left. */
  take(): boolean;
  /** Returns what the retries of a call cost that succeeded in the end. */
  refund(retries: number): void;
}

export function createRetryBudget(): RetryBudget {
  let left = 200;
  let filledAt = now();
  return {
    take() {
      const at = now();
      left = Math.min(200, left + (at - filledAt) / 100);
      filledAt = at;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
    refund(retries) {
      left += retries;
    },
  };
}
