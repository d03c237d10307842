import { Leap0Client, type RateLimit } from "leap0-fetch";
import { describe, expect, onTestFinished, test } from "vitest";
import { elapse, stubRandom, useFakeTime } from "../support/fake-time.ts";
import { createLimitedApi, distantFetch, type LimiterKind, startLimited } from "./server/limited-api.ts";

const servers: readonly (readonly [LimiterKind, string, boolean])[] = (
  ["sliding window", "fixed window", "token bucket"] as const
).flatMap((kind) => [
  [kind, "with Retry-After", true] as const,
  [kind, "without Retry-After", false] as const,
]);

// A quarter of 2,000 calls against 400 a second, since a clock that tests move is slow with thousands of timers. The
// calls under way are a quarter of the default as well: they are the overshoot of the first moment.
const CALLS = 500;
const LIMIT = 100;
const IDEAL_MS = (CALLS / LIMIT) * 1000;
const inFlight = 64;

const clients: readonly (readonly [string, RateLimit, number, number])[] = [
  ["told 95 a second", { requests: 95, perMs: 1000, inFlight }, 2, 1.02],
  ["told 1,250 a second, with ten retries", { requests: 1250, perMs: 1000, inFlight }, 10, 1.3],
];

const pauseAll = (client: Leap0Client, calls: number) =>
  Promise.allSettled(Array.from({ length: calls }, (_, at) => client.sandboxes.pause(`sbx-${at}`)));

describe.each(servers)("500 pauses at once, 100 a second allowed by a %s %s", (kind, _, retryAfter) => {
  test.each(clients)("a client %s", async (_, rateLimit, maxRetries, requestsPerCall) => {
    useFakeTime();
    stubRandom(0.5);
    const api = createLimitedApi({ kind, requests: LIMIT, perMs: 1000, retryAfter });
    const client = new Leap0Client({ apiKey: "test-key", fetch: distantFetch(api), rateLimit, maxRetries });

    const startedAt = performance.now();
    let endedAt: number | undefined;
    const calls = pauseAll(client, CALLS);
    void calls.then(() => {
      endedAt = performance.now();
    });
    while (endedAt === undefined) await elapse(10);

    const tally = api.tally();
    expect((await calls).filter(({ status }) => status === "rejected")).toEqual([]);
    expect(tally).toMatchObject({ paused: CALLS, pausedAgain: 0 });
    expect(tally.requests / CALLS).toBeLessThanOrEqual(requestsPerCall);
    expect((endedAt - startedAt) / IDEAL_MS).toBeLessThanOrEqual(1.3);
  });
});

test.each(clients)("over HTTP as well: half as many pauses, a client %s", async (...row) => {
  const [, rateLimit, maxRetries, requestsPerCall] = row;
  const server = await startLimited({
    kind: "sliding window",
    requests: LIMIT,
    perMs: 1000,
    retryAfter: false,
  });
  onTestFinished(server.close);
  const client = new Leap0Client({ apiKey: "test-key", baseUrl: server.url, rateLimit, maxRetries });
  const results = await pauseAll(client, CALLS / 2);
  expect(results.filter(({ status }) => status === "rejected")).toEqual([]);
  expect(server.tally()).toMatchObject({ paused: CALLS / 2, pausedAgain: 0 });
  // More of the calls are in the burst of the first moment, which is as large as before.
  expect(server.tally().requests / (CALLS / 2)).toBeLessThanOrEqual(requestsPerCall * 1.1);
});
