import type { SharedRateLimit, SharedSlots } from "../config/rate-limit.ts";
import { now, startTimer } from "../transport/clock.ts";

/**
 * Runs a Lua script with its keys and arguments, and resolves with what the script returns.
 *
 * @example
 * ```ts
 * import type { EvaluateScript } from "leap0-fetch/redis";
 *
 * declare const redis: { eval(script: string, count: number, ...given: string[]): Promise<unknown> };
 * // With a client such as ioredis.
 * const evaluate: EvaluateScript = (script, keys, args) => redis.eval(script, keys.length, ...keys, ...args);
 * ```
 */
export type EvaluateScript = (script: string, keys: string[], args: string[]) => unknown;

/** Settings of {@link redisRateLimit}. */
export interface RedisRateLimitOptions {
  /**
   * What the limit belongs to: clients with the same name share it. Default: the API key. Give one where the clients of
   * an organization have several keys, or where the key changes. Redis sees only a hash of it.
   */
  name?: string | undefined;
  /** Is told why Redis could not be used: at most once a second. What it throws is ignored. */
  onError?: ((error: unknown) => void) | undefined;
}

/** The part of the limit that is kept for bursts; the rest is an even pace, so that no window holds more than allowed. */
const BURST = 1 / 32;
/** How long to wait for Redis before the client goes on with its own share. */
const PATIENCE_MS = 500;
/** How long to leave Redis alone after a failure. */
const PAUSE_MS = 1_000;
/** How long before its last slot comes a client reserves more, in addition to twice the way to Redis. */
const AHEAD_MS = 5;
/** When to ask again where the next slot was too far off for those who wait. */
const RETRY_MS = 20;
/** Most slots to reserve at once. */
const MOST_SLOTS = 64;

/**
 * Reserves the next slots on the clock of Redis. `next` is when the slot after the last one reserved is due at an even
 * pace; a slot may be used `tolerance` earlier than it is due, which is what makes bursts: half of it for calls that
 * come after a pause, all of it for urgent ones, so that they pass what others have reserved. After a 429, nothing is
 * due before the API may be asked again, and the pace is slower, the more so the more 429s there were, until there was
 * none for a while.
 *
 * The first slot is reserved however far off it is, so that clients take turns; more of them only a little `ahead`.
 */
const SCRIPT = `
local interval, tolerance, fullTolerance, ahead = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local wanted, patience, perMs = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local shutMs, returned, rejected = tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[11])
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local state = redis.call('HMGET', KEYS[1], 'next', 'shut', 'slow')
local next, shut, slow = tonumber(state[1]) or 0, tonumber(state[2]) or 0, tonumber(state[3]) or 1
local calm = math.max(0, (now - shut) / perMs - 5)
local step = interval * math.max(1, slow / 2 ^ calm)
local alone = state[1] == ARGV[10]
if alone then next = next - returned * step end
if shutMs > 0 then
  slow = math.min(16, step / interval * 1.02 ^ math.min(35, rejected))
  shut = math.max(shut, now + shutMs)
  step = interval * slow
end
next = math.max(next, now, shut > now and shut + fullTolerance or 0)
local reply = { string.format('%.3f', math.max(0, shut - now)), '', alone and '1' or '0' }
while #reply - 3 < wanted do
  local wait = math.max(0, next - tolerance - now)
  if wait > patience or (#reply > 3 and wait > ahead) then break end
  reply[#reply + 1] = string.format('%.3f', wait)
  next = next + step
end
reply[2] = string.format('%.3f', next)
redis.call('HSET', KEYS[1], 'next', reply[2], 'shut', string.format('%.3f', shut), 'slow', string.format('%.6f', slow))
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.max(next, shut) - now + perMs * 10))
return reply
`;

/**
 * One rate limit for all processes of an organization, kept in Redis 5 or later, or in Valkey. Each client reserves the
 * time of its next requests there, by the clock of Redis. A 429 that one client gets holds all of them back. No call
 * fails because of Redis: while it is slow or gone, a client keeps to its `share` of the limit, and its `rate-limit`
 * events say `shared: false`.
 *
 * @param evaluate runs a Lua script: `eval` of your Redis client. One command is under way at a time.
 * @example
 * ```ts
 * import { Leap0Client } from "leap0-fetch";
 * import { redisRateLimit } from "leap0-fetch/redis";
 *
 * declare const redis: { eval(script: string, count: number, ...given: string[]): Promise<unknown> };
 * // With a client such as ioredis.
 * const shared = redisRateLimit((script, keys, args) => redis.eval(script, keys.length, ...keys, ...args));
 * const client = new Leap0Client({ rateLimit: { shared } });
 * ```
 */
export function redisRateLimit(
  evaluate: EvaluateScript,
  { name, onError }: RedisRateLimitOptions = {},
): SharedRateLimit {
  return {
    join({ requests, perMs, share, apiKey }, changed) {
      const burst = Math.floor(requests * BURST);
      const interval = perMs / (requests - burst);
      /** A slot that comes when the process is busy is not used much later: together with the next it would be a burst. */
      const keptMs = Math.max(20, Math.min(250, perMs / 20));
      let key: string | undefined;
      let slots: { readonly at: number; readonly urgent: boolean; returnable: boolean }[] = [];
      /** The end of the newest reservation: while nobody has reserved after it, its slots can be returned. */
      let newest = "";
      let unused = 0;
      let rejected = 0;
      let shutUntil = 0;
      let asking = false;
      let askAfter = 0;
      let wayMs = 0;
      let reached = true;
      let ownNext = 0;

      const lose = () => {
        // At a time of its own, so that the clients that lost Redis together do not all start at once.
        if (reached) ownNext = now() + (Math.random() * interval) / share;
        reached = false;
        changed(0);
      };

      const ask = async (calls: number, patienceMs: number, urgent: boolean) => {
        asking = true;
        const askedAt = now();
        const timer = startTimer(PATIENCE_MS, lose);
        const shutMs = Math.max(0, shutUntil - askedAt);
        const [returned, rejections] = [unused, rejected];
        shutUntil = unused = rejected = 0;
        let shutForMs = 0;
        try {
          key ??= await keyOf(name ?? (await apiKey()));
          const tolerance = interval * burst;
          const numbers = [
            interval,
            urgent ? tolerance : tolerance / 2,
            tolerance,
            tolerance / 2,
            Math.min(calls, MOST_SLOTS),
            Math.min(patienceMs, Number.MAX_SAFE_INTEGER),
            perMs,
            shutMs,
            returned,
          ];
          const reply = await evaluate(SCRIPT, [key], [...numbers.map(String), newest, String(rejections)]);
          const [shut, upTo = "", alone, ...waits] = (reply as unknown[]).map(String);
          shutForMs = Number(shut);
          newest = upTo;
          if (alone !== "1") {
            unused = 0;
            for (const slot of slots) slot.returnable = false;
          }
          const at = now();
          const reserved = waits.map((wait) => ({ at: at + Number(wait), urgent, returnable: true }));
          slots = [...slots, ...reserved].sort((a, b) => a.at - b.at);
          // The next slot is too far off for those who wait now.
          if (calls && !reserved.length) askAfter = at + RETRY_MS;
          wayMs = at - askedAt;
          reached = true;
        } catch (error) {
          shutUntil = Math.max(shutUntil, askedAt + shutMs);
          rejected += rejections;
          askAfter = now() + PAUSE_MS;
          lose();
          try {
            onError?.(error);
          } catch {
            // Its own affair.
          }
        }
        clearTimeout(timer);
        asking = false;
        changed(shutForMs);
        sendNews();
      };

      /** What Redis has to know whether slots are wanted or not. */
      const sendNews = () => {
        if (reached && !asking && (shutUntil > now() || unused)) void ask(0, 0, false);
      };

      return {
        want(calls, patienceMs, urgent) {
          const at = now();
          slots = slots.filter((slot) => slot.at >= at - keptMs);
          if (!calls) {
            unused += slots.filter(({ returnable }) => returnable).length;
            slots = [];
            sendNews();
            return Number.POSITIVE_INFINITY;
          }
          const missing = calls - (urgent ? slots.filter((slot) => slot.urgent) : slots).length;
          const last = slots.at(-1)?.at ?? at;
          const isTime = urgent || last - at < AHEAD_MS + 2 * wayMs;
          if (missing > 0 && isTime && !asking && at >= askAfter) void ask(missing, patienceMs, urgent);
          const [next] = slots;
          if (next) return next.at - at;
          if (!reached) return Math.max(0, ownNext - at);
          return asking ? Number.POSITIVE_INFINITY : askAfter - at;
        },
        take() {
          if (slots.shift()) return true;
          ownNext = Math.max(ownNext, now()) + interval / share;
          return false;
        },
        shut(ms) {
          shutUntil = Math.max(shutUntil, now() + ms);
          rejected++;
          sendNews();
        },
      } satisfies SharedSlots;
    },
  };
}

/** Where the limit is kept: a hash, since Redis has no need to know the API key. One key, so one slot of a cluster. */
async function keyOf(owner: string): Promise<string> {
  const bytes = new TextEncoder().encode(`leap0-fetch rate limit of ${owner}`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hex = [...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0"));
  return `leap0-fetch:{${hex.join("")}}`;
}
