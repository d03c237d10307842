import { describedLimits } from "../description.ts";
import type { Clock } from "./clock.ts";
import { demandKnown } from "./names.ts";

/** The limits that the emulator keeps. `Infinity` switches one off. */
export interface Limits {
  /** Sandboxes that exist at once and are not stopped. Default 3. */
  readonly sandboxes: number;
  /** Mounts of one sandbox. Default 8. */
  readonly mountsPerSandbox: number;
  /** Bytes of a request's body. Default 10 MiB. */
  readonly bodyBytes: number;
  /** Requests in any window of `perMs`. Default 1000. */
  readonly requests: number;
  /** The window in milliseconds. Default 60,000. */
  readonly perMs: number;
}

/** The description's limits with some of them replaced. */
export function limitsWith(changed: Partial<Limits> = {}): Limits {
  demandKnown("limits", changed, Object.keys(describedLimits));
  for (const [name, value] of Object.entries(changed))
    if (value !== undefined && !(typeof value === "number" && value >= 0))
      throw new TypeError(`limits.${name} must be a number from 0, or Infinity`);
  const given = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
  return { ...describedLimits, ...given };
}

/**
 * Counts requests: at most `requests` in any window of `perMs` milliseconds. The function counts one and returns 0, or
 * how many milliseconds to wait when there is no room for it; a rejected request does not count.
 */
export function createRateLimit(clock: Clock, { requests, perMs }: Limits): () => number {
  let starts: number[] = [];
  let oldest = 0;
  return () => {
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
  };
}
