import { now } from "./clock.ts";

const CAPACITY = 200;
const REFILL_PER_MS = 0.01;

/** A bound on what retries add to a failing service: when it is spent, failures are passed on as they come. */
export interface RetryBudget {
  /** Takes what one retry costs; `false` where nothing is left. */
  take(): boolean;
  /** Returns what the retries of a call cost that succeeded in the end. */
  refund(retries: number): void;
}

export function createRetryBudget(): RetryBudget {
  let left = CAPACITY;
  let filledAt = now();
  return {
    take() {
      const at = now();
      left = Math.min(CAPACITY, left + (at - filledAt) * REFILL_PER_MS);
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
