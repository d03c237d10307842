import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@redis/client";
import { Redis } from "ioredis";
import { Leap0Client, type Leap0Event } from "leap0-fetch";
import { type EvaluateScript, redisRateLimit } from "leap0-fetch/redis";
import { expect, onTestFinished, test } from "vitest";
import { mostInAWindow } from "../faults/server/limited-api.ts";
import { json, scriptedFetch } from "../support/client.ts";
import { successes } from "../support/operations.ts";
import type { RedisServer } from "../support/redis-server.ts";
import { commandsOf, describeRedis, redisFor } from "./redis.ts";

const LIMIT = { requests: 200, perMs: 1000 };
const PROCESSES = 4;

const connections: Record<string, (port: number) => Promise<EvaluateScript>> = {
  async ioredis(port) {
    const redis = new Redis(port, "127.0.0.1", { maxRetriesPerRequest: null });
    redis.on("error", () => {});
    onTestFinished(() => redis.disconnect());
    return (script, keys, args) => redis.eval(script, keys.length, ...keys, ...args);
  },
  async "node-redis"(port) {
    const redis = createClient({ url: `redis://127.0.0.1:${port}` });
    redis.on("error", () => {});
    await redis.connect();
    onTestFinished(() => redis.destroy());
    return (script, keys, args) => redis.eval(script, { keys, arguments: args });
  },
};

const disturbances: Record<string, (redis: RedisServer) => Promise<void>> = {
  async "is killed and started again"(redis) {
    await redis.kill();
    await sleep(2000);
    await redis.start();
  },
  async "freezes for three seconds"(redis) {
    redis.freeze();
    await sleep(3000);
    redis.thaw();
  },
};

const cases = Object.keys(connections).flatMap((name) =>
  Object.keys(disturbances).map((what) => [name, what] as const),
);

describeRedis("with a real Redis", () => {
  test.each(cases)("through %s: while it %s no call fails, and the limit is kept", async (name, what) => {
    const redis = await redisFor();
    const fetch = scriptedFetch(() => json(200, successes.getSandbox.body));
    const events: Leap0Event[] = [];
    const clients = await Promise.all(
      Array.from({ length: PROCESSES }, async () => {
        const evaluate = (await connections[name]?.(redis.port)) as EvaluateScript;
        const rateLimit = { ...LIMIT, shared: redisRateLimit(evaluate, { name: "acme" }) };
        const onEvent = (event: Leap0Event) => events.push(event);
        return new Leap0Client({ apiKey: "test-key", fetch, rateLimit, onEvent, totalTimeoutMs: 60_000 });
      }),
    );
    const all = Promise.all(
      clients.flatMap((client) => Array.from({ length: 250 }, (_, at) => client.sandboxes.get(`sbx-${at}`))),
    );
    await sleep(1000);
    await disturbances[what]?.(redis);
    const before = Number(
      /cmdstat_eval:calls=(\d+)/.exec(await commandsOf(redis.port, "INFO commandstats"))?.[1] ?? 0,
    );
    // One command of each process at the most has waited for Redis.
    if (what.includes("killed")) expect(before).toBeLessThanOrEqual(PROCESSES * 3);
    await all;
    expect(fetch.sent).toHaveLength(1000);
    const shares = 1 + PROCESSES * 0.1;
    expect(
      mostInAWindow(
        fetch.sent.map(({ at }) => at),
        LIMIT.perMs,
      ),
    ).toBeLessThanOrEqual(LIMIT.requests * shares);
    const shared = events.flatMap((event) => (event.type === "rate-limit" ? [event.shared] : []));
    expect(shared).toContain(false);
    expect(shared.at(-1)).toBe(true);
  });
});
