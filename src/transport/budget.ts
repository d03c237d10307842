import { now } from "./call.ts";

const CAPACITY = 200;
const REFILL_PER_MS = 0.01;

/** A bound on what repeating adds to a failing service: when it is spent, failures are passed on as they come. */
export interface RetryBudget {
  /** Takes what one repeat costs; `false` where nothing is left. */
  take(): boolean;
  /** Gives back what the repeats of a call took that ended well. */
  refund(repeats: number): void;
}

export function createRetryBudget(): RetryBudget {
  let left = CAPACITY;
  let filledAt = now();
  return {
    take() {
      const at = now();
      left = Math.min(CAPACITY, left + (at - filledAt) * REFILL_PER_MS);
      filledAt = at;
      return left >= 1 && left-- > 0;
    },
    refund(repeats) {
      left += repeats;
    },
  };
}
