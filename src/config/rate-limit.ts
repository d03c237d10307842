import { invalid } from "../errors/leap0-error.ts";
import * as facts from "../generated/facts.ts";
import type { KeySource } from "./api-key.ts";

/**
 * Which calls start first where calls wait for the rate limiter. A `"high"` call passes all others that wait. A lower
 * one never starves: after ten starts that passed it, the oldest call that was passed is next.
 */
export type Priority = "high" | "normal" | "low";

/** How fast one client may send; with `shared`, how fast all clients of an organization may. */
export interface RateLimit {
  /**
   * How many requests may start in any window of `perMs`. Default 1000 in 60,000 ms, the organization's documented limit.
   * Give both or neither.
   */
  requests?: number | undefined;
  /** The length of the window in milliseconds. */
  perMs?: number | undefined;
  /** How many requests of this client may be under way at once. Default 256. */
  inFlight?: number | undefined;
  /** One limit for several processes: what `redisRateLimit` of `leap0-fetch/redis` makes. Default: none. */
  shared?: SharedRateLimit | undefined;
  /**
   * The part of the limit that this client keeps to while the shared limit cannot be reached, from above 0 to 1.
   * Default 0.1; with more than ten processes, one divided by their number.
   */
  share?: number | undefined;
}

/** A limit that several processes keep to together. Made by `redisRateLimit` of `leap0-fetch/redis`. */
export interface SharedRateLimit {
  /**
   * Joins a client to it. `changed` says that there is news: slots, or how many milliseconds nobody may send, since one
   * of the processes got a 429.
   */
  join(
    limit: { requests: number; perMs: number; share: number; apiKey: () => string | Promise<string> },
    changed: (shutForMs: number) => void,
  ): SharedSlots;
}

/** One client's part in a {@link SharedRateLimit}. A slot is the right to start one request at a certain time. */
export interface SharedSlots {
  /**
   * Says how many calls wait, how long the first of them can (milliseconds), and whether it is urgent. Returns how long
   * until the next slot; `Infinity` while that is being asked.
   */
  want(calls: number, patienceMs: number, urgent: boolean): number;
  /** Takes the slot; `false` where it comes from the client's own share, since the shared limit cannot be reached. */
  take(): boolean;
  /** Says that the API responded 429, and how long nobody may send. */
  shut(ms: number): void;
}

/** {@link RateLimit}, checked and with every default filled in. */
export interface ResolvedRateLimit {
  readonly requests: number;
  readonly perMs: number;
  readonly inFlight: number;
  readonly share: number;
  readonly shared: SharedRateLimit | undefined;
  readonly apiKey: KeySource;
}

export function resolveRateLimit(given: RateLimit | false = {}, apiKey: KeySource) {
  if (given === false) return undefined;
  const { requests, perMs } = given.requests || given.perMs ? given : facts.rateLimit;
  const { inFlight = 256, share = 0.1, shared } = given;
  if (!requests || !perMs) throw invalid("option", "rateLimit needs requests and perMs, or neither");
  return { requests, perMs, inFlight, share, shared, apiKey };
}
