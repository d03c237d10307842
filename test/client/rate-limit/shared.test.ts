import type { ClientOptions, Leap0Client, Leap0Event, RateLimit, SharedRateLimit } from "leap0-fetch";
import { RateLimitError } from "leap0-fetch";
import { type RedisRateLimitOptions, redisRateLimit } from "leap0-fetch/redis";
import { describe, expect, test, vi } from "vitest";
import { createLimitedApi, distantFetch, mostInAWindow } from "../../faults/server/limited-api.ts";
import { clientWith, json, ok, type ScriptedFetch, scriptedFetch } from "../../support/client.ts";
import { elapse, settle, untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { LuaRedis } from "../../support/lua-redis.ts";
import { rejectionOf } from "../../support/rejection.ts";

const tooMany = (retryAfter: string) => json(429, {}, { "retry-after": retryAfter });
const SLOT_MS = 10;
const LIMIT = { requests: 100, perMs: 1000 };

interface Fleet {
  readonly redis: LuaRedis;
  readonly clients: readonly Leap0Client[];
  /** The events of all clients. */
  readonly events: Leap0Event[];
}

interface FleetOptions extends RedisRateLimitOptions {
  wayMs?: number;
  rateLimit?: (shared: SharedRateLimit) => RateLimit;
}

/**
 * Clients of several processes: they have nothing in common but Redis. Each has made a call when time begins to stand
 * still, since hashing the name of the key takes real time.
 */
async function fleet(
  size: number,
  fetch: ClientOptions["fetch"],
  { wayMs = 0, rateLimit = (shared) => ({ ...LIMIT, shared }), ...settings }: FleetOptions = {},
): Promise<Fleet> {
  let base = 1.7e12;
  const redis = new LuaRedis(() => base + performance.now(), wayMs);
  const events: Leap0Event[] = [];
  let started = false;
  const clients = Array.from({ length: size }, () =>
    clientWith({
      fetch: async (...request) => (started && fetch ? fetch(...request) : ok()),
      totalTimeoutMs: Number.POSITIVE_INFINITY,
      rateLimit: rateLimit(redisRateLimit(redis.evaluate, settings)),
      onEvent: (event) => started && events.push(event),
    }),
  );
  await Promise.all(clients.map((client) => client.sandboxes.get("first")));
  useFakeTime();
  base += 1e6;
  started = true;
  return { redis, clients, events };
}

const mostInASecond = ({ sent }: ScriptedFetch) => {
  const starts = sent.map(({ at }) => at);
  return mostInAWindow(starts, LIMIT.perMs);
};

/** Whether calls were held back by the shared limit, one by one. */
const sharedIn = (events: readonly Leap0Event[]) =>
  events.flatMap((event) => (event.type === "rate-limit" ? [event.shared] : []));

const gets = (client: Leap0Client | undefined, count: number, name = "a", options = {}) =>
  Array.from({ length: count }, (_, at) => client?.sandboxes.get(`${name}-${at}`, options));

describe("one limit for several processes", () => {
  test.each(["sliding window", "fixed window", "token bucket"] as const)(
    "is kept at a %s, however uneven the load is",
    async (kind) => {
      const api = createLimitedApi({ kind, requests: 105, perMs: 1000, retryAfter: false });
      const { clients } = await fleet(4, distantFetch(api), { wayMs: 1 });
      const startedAt = performance.now();
      const calls = clients.flatMap((client, at) =>
        Array.from({ length: at ? 30 : 210 }, (_, id) => client.sandboxes.pause(`sbx-${at}-${id}`)),
      );
      await untilSettled(Promise.all(calls));
      expect(api.tally()).toMatchObject({ paused: 300, pausedAgain: 0 });
      expect(api.tally().requests).toBeLessThanOrEqual(306);
      expect(performance.now() - startedAt).toBeLessThan(3000 * 1.15);
    },
  );

  test("holds no more in any window than was allowed, whatever was idle before", async () => {
    const fetch = scriptedFetch(ok);
    const { clients } = await fleet(3, fetch, { wayMs: 2 });
    const calls = [];
    for (const [at, pauseMs] of [0, 3000, 10, 500, 0, 1500].entries()) {
      await elapse(pauseMs);
      calls.push(
        ...gets(clients[at % 3], 40, "low", { priority: "low" }),
        ...gets(clients[(at + 1) % 3], 20),
      );
      calls.push(...gets(clients[(at + 2) % 3], 20, "high", { priority: "high" }));
    }
    await untilSettled(Promise.all(calls));
    expect(fetch.sent).toHaveLength(480);
    expect(mostInASecond(fetch)).toBeLessThanOrEqual(LIMIT.requests);
  });

  test("takes several slots a command where a process is alone", async () => {
    const { clients, redis } = await fleet(1, scriptedFetch(ok), {
      wayMs: 5,
      rateLimit: (shared) => ({ requests: 1000, perMs: 1000, shared }),
    });
    const before = redis.runs;
    const startedAt = performance.now();
    await untilSettled(Promise.all(gets(clients[0], 400)));
    expect(redis.runs - before).toBeLessThan(100);
    expect(performance.now() - startedAt).toBeLessThan(450);
  });

  test("calls of a process start in their order", async () => {
    const fetch = scriptedFetch(ok);
    const { clients } = await fleet(2, fetch, { wayMs: 3 });
    await untilSettled(Promise.all([...gets(clients[0], 50, "a"), ...gets(clients[1], 50, "b")]));
    for (const name of ["a", "b"]) {
      const order = fetch.sent.flatMap(({ url }) => new RegExp(`${name}-(\\d+)`).exec(url)?.[1] ?? []);
      expect(order.map(Number)).toEqual(Array.from({ length: 50 }, (_, at) => at));
    }
  });

  test.each([
    ["of the same process", 0],
    ["of another process", 1],
  ])(
    "high calls %s pass the low ones that wait: each starts within two slots of its turn",
    async (_, other) => {
      const fetch = scriptedFetch(ok);
      const { clients } = await fleet(2, fetch, { wayMs: 1 });
      const low = gets(clients[0], 300, "low", { priority: "low" });
      await elapse(500);
      const arrivedAt = performance.now();
      const high = gets(clients[other], 10, "high", { priority: "high" });
      await untilSettled(Promise.all([...low, ...high]));
      const starts = fetch.sent.filter(({ url }) => url.includes("high")).map(({ at }) => at - arrivedAt);
      expect(starts).toHaveLength(10);
      for (const [turn, at] of starts.entries())
        expect(at).toBeLessThanOrEqual((turn + 1 + 2) * SLOT_MS * 1.05);
      expect(fetch.sent).toHaveLength(310);
    },
  );

  test("what an aborted batch had reserved goes to others", async () => {
    const fetch = scriptedFetch(ok);
    const { clients } = await fleet(2, fetch);
    const stop = new AbortController();
    const batch = Promise.allSettled(gets(clients[0], 100, "batch", { signal: stop.signal }));
    await elapse(100);
    const before = fetch.sent.length;
    stop.abort();
    await batch;
    const at = performance.now();
    await untilSettled(Promise.all(gets(clients[1], 1)));
    expect(fetch.sent).toHaveLength(before + 1);
    expect(performance.now() - at).toBeLessThanOrEqual(SLOT_MS * 1.05);
  });

  test("nothing is reserved for later than a call may wait", async () => {
    const fetch = scriptedFetch((_, index) => (index ? ok() : tooMany("5")));
    const { clients } = await fleet(2, fetch);
    const first = clients[0]?.sandboxes.get("a");
    await settle();
    await untilSettled(Promise.allSettled(gets(clients[1], 20, "b", { totalTimeoutMs: 1000 })));
    await untilSettled(Promise.all([first, ...gets(clients[1], 1)]));
    // Two slots at an even pace, and none between that nobody used.
    expect(performance.now()).toBeLessThan(5500 + 3 * SLOT_MS);
  });

  test("a 429 that one process gets holds all, and those that cannot wait so long fail at once", async () => {
    const fetch = scriptedFetch((_, index) => (index ? ok() : tooMany("5")));
    const { clients } = await fleet(3, fetch, { wayMs: 1 });
    const first = clients[0]?.sandboxes.get("a");
    await elapse(10);
    const at = performance.now();
    const [impatient] = gets(clients[1], 1, "b", { totalTimeoutMs: 2000 }) as [Promise<unknown>];
    const error = await untilSettled(rejectionOf(impatient, RateLimitError));
    expect(performance.now() - at).toBeLessThan(10);
    expect(error.attempts).toBe(0);
    expect(error.retryAfterMs).toBeGreaterThan(4900);
    await untilSettled(Promise.all([first, ...gets(clients[2], 5)]));
    expect(fetch.sent).toHaveLength(7);
    for (const { at } of fetch.sent.slice(1)) expect(at).toBeGreaterThanOrEqual(5000);
  });
});

describe("without Redis", () => {
  const share = 0.1;

  test.each(["down", "silent"] as const)(
    "that is %s, no call fails, and each client keeps to its share",
    async (mode) => {
      const fetch = scriptedFetch(ok);
      const { clients, redis, events } = await fleet(2, fetch);
      redis.mode = mode;
      const startedAt = performance.now();
      await untilSettled(Promise.all(clients.flatMap((client) => gets(client, 30))));
      const seconds = (performance.now() - startedAt) / 1000;
      expect(fetch.sent).toHaveLength(60);
      expect(mostInASecond(fetch)).toBeLessThanOrEqual(2 * share * LIMIT.requests + 2);
      expect(seconds).toBeGreaterThan(2.7);
      expect(seconds).toBeLessThan(4);
      expect(sharedIn(events)).toEqual(Array(60).fill(false));
      expect(redis.pending).toBeLessThanOrEqual(2);
    },
  );

  test("commands do not queue up, and when it is back the limit is shared again", async () => {
    const fetch = scriptedFetch(ok);
    const { clients, redis, events } = await fleet(2, fetch);
    const calls = clients.flatMap((client) => gets(client, 100));
    await elapse(200);
    redis.mode = "silent";
    await elapse(5000);
    expect(redis.pending).toBeLessThanOrEqual(2);
    const runs = redis.runs;
    redis.mode = "up";
    await settle();
    expect(redis.runs - runs).toBeLessThanOrEqual(4);
    events.length = 0;
    await untilSettled(Promise.all(calls));
    expect(fetch.sent).toHaveLength(200);
    expect(sharedIn(events).filter((shared) => !shared).length).toBeLessThanOrEqual(2);
    expect(mostInASecond(fetch)).toBeLessThanOrEqual(LIMIT.requests);
  });

  test("that forgot everything and came back, the limit is passed by no more than the shares allow", async () => {
    const fetch = scriptedFetch(ok);
    const { clients, redis } = await fleet(4, fetch);
    const calls = clients.flatMap((client) => gets(client, 60));
    for (const wait of [400, 300, 900]) {
      await elapse(wait);
      redis.restart();
    }
    await untilSettled(Promise.all(calls));
    expect(mostInASecond(fetch)).toBeLessThanOrEqual(LIMIT.requests * (1 + 4 * share));
  });

  test("that fails, somebody is told why, and what that throws is ignored", async () => {
    const onError = vi.fn((error) => {
      throw error;
    });
    const { clients, redis } = await fleet(1, scriptedFetch(ok), { onError });
    redis.mode = "down";
    await untilSettled(Promise.all(gets(clients[0], 30)));
    expect(String(onError.mock.calls[0])).toContain("ECONNREFUSED");
    expect(onError.mock.calls.length).toBeLessThanOrEqual(5);
  });

  test.each([
    [
      "throws at once",
      () => {
        throw new RangeError("no");
      },
    ],
    ["returns nothing", () => undefined],
    ["returns what is no reply", () => "OK"],
  ])("with a function that %s a client works on its share", async (_, evaluate) => {
    const fetch = scriptedFetch(ok);
    const client = clientWith({ fetch, rateLimit: { ...LIMIT, shared: redisRateLimit(evaluate) } });
    await Promise.all(gets(client, 3));
    expect(fetch.sent).toHaveLength(3);
  });
});

describe("what Redis is given", () => {
  const API_KEY = "key-of-an-organization-0123456789";

  test("is a hash of the organization's name or of the API key, and no secret", async () => {
    const keysOf = async (settings: RedisRateLimitOptions, apiKey: ClientOptions["apiKey"]) => {
      const redis = new LuaRedis(() => performance.now() + 1.7e12);
      const shared = redisRateLimit(redis.evaluate, settings);
      const client = clientWith({ apiKey, fetch: scriptedFetch(ok), rateLimit: { ...LIMIT, shared } });
      await client.sandboxes.get("sbx-secret");
      expect(redis.seen.join("\n")).not.toMatch(/organization|acme|sbx-/);
      return redis.keys();
    };
    const ofKey = await keysOf({}, API_KEY);
    expect(ofKey).toEqual([expect.stringMatching(/^leap0-fetch:\{[0-9a-f]{32}\}$/)]);
    expect(await keysOf({}, async () => API_KEY)).toEqual(ofKey);
    expect(await keysOf({}, `${API_KEY}-2`)).not.toEqual(ofKey);
    const ofName = await keysOf({ name: "acme" }, API_KEY);
    expect(await keysOf({ name: "acme" }, `${API_KEY}-2`)).toEqual(ofName);
    expect(ofName).not.toEqual(ofKey);
  });

  test("expires", async () => {
    const { clients, redis } = await fleet(1, scriptedFetch(ok));
    await untilSettled(Promise.all(gets(clients[0], 20)));
    expect(redis.keys()).toHaveLength(1);
    await elapse(60_000);
    expect(redis.keys()).toEqual([]);
  });
});
