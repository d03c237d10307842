import { describedLimits } from "../description.ts";
import type { Clock } from "./clock.ts";
import { demand, numberFrom } from "./kinds.ts";

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

const kinds = Object.fromEntries(Object.keys(describedLimits).map((name) => [name, numberFrom(0)]));

/** The description's limits with some of them replaced. */
export function limitsWith(changed: Partial<Limits> = {}): Limits {
  demand("limits", changed, kinds);
  const given = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
  return { ...describedLimits, ...given };
}

/**
 * Counts requests: at most `requests` in any window of `perMs` milliseconds. The function counts one and returns 0, or
 * how many milliseconds to wait when there is no room for it; a rejected request does not count.
 */
export function createRateLimit(clock: Clock, { requests, perMs }: Limits): () => number {
  const starts: number[] = [];
  return () => {
    if (requests === Number.POSITIVE_INFINITY) return 0;
    const now = clock.now();
    while (starts[0] !== undefined && starts[0] <= now - perMs) starts.shift();
    if (starts.length >= requests) return (starts[0] ?? now) + perMs - now;
    starts.push(now);
    return 0;
  };
}
