import fc from "fast-check";
import { type ApiError, RateLimitError, ServerError } from "leap0-fetch";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { clientWith, clientWithoutRetries } from "../../support/client.ts";
import { stubRandom, untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { successes } from "../../support/operations.ts";
import { rejection, rejectionOf } from "../../support/rejection.ts";
import { json, scriptedFetch } from "../../support/scripted-fetch.ts";

const NOW = Date.UTC(2026, 0, 1, 12);
const inSeconds = (seconds: number) => new Date(NOW + seconds * 1000).toUTCString();

const stopDate = () => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
  onTestFinished(() => void vi.useRealTimers());
};

/** What the client makes of a header, without waiting for it. */
async function read(value: string | undefined): Promise<number | undefined> {
  const fetch = scriptedFetch(() =>
    json(503, undefined, value === undefined ? {} : { "retry-after": value }),
  );
  const client = clientWithoutRetries({ fetch, rateLimit: false });
  return (await rejectionOf(client.sandboxes.get("a"), ServerError)).retryAfterMs;
}

describe("retryAfterMs", () => {
  test.each<readonly [string | undefined, number | undefined]>([
    ["0", 0],
    ["7", 7000],
    ["  7  ", 7000],
    ["007", 7000],
    ["1.5", 1500],
    ["100000000", 100_000_000_000],
    ["9".repeat(400), Number.POSITIVE_INFINITY],
    [inSeconds(90), 90_000],
    [inSeconds(-90), 0],
    ["Thursday, 01-Jan-26 12:01:00 GMT", 60_000],
    ["Thu Jan  1 12:01:00 2026 GMT", 60_000],
    ["2026", 2026_000],
    ...[
      undefined,
      "",
      "-5",
      "-5.5",
      "+5",
      "1e3",
      "0x10",
      "1,5",
      "5 seconds",
      "soon",
      "NaN",
      "Infinity",
      "1, 2",
    ].map((value) => [value, undefined] as const),
  ])("of %j is %s", async (value, expected) => {
    stopDate();
    expect(await read(value)).toBe(expected);
  });

  test("is the seconds of any whole number", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seconds) => {
        expect(await read(String(seconds))).toBe(seconds * 1000);
      }),
    );
  });

  test("is the distance to any date, and never negative", async () => {
    stopDate();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -1e9, max: 1e9 }), async (seconds) => {
        expect(await read(inSeconds(seconds))).toBe(Math.max(0, seconds) * 1000);
      }),
    );
  });

  test("of anything else is nothing or a number that can be waited for", async () => {
    // What a header can hold.
    const text = fc.string({
      unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    });
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        const ms = await read(value);
        expect(ms === undefined || ms >= 0).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe.each([
  [503, { rateLimit: false }],
  [503, {}],
  [429, { rateLimit: false }],
  [429, {}],
  [408, {}],
  [502, {}],
] as const)("a %i with Retry-After, with %j", (status, options) => {
  const responding = (value: () => string) =>
    scriptedFetch((_, index) =>
      index ? json(200, successes.getSandbox.body) : json(status, undefined, { "retry-after": value() }),
    );

  test.each([
    ["seconds", () => "7"],
    // A date has whole seconds.
    ["a date", () => new Date(Date.now() + 7000).toUTCString()],
  ])("in %s is obeyed: not before, and not much later", async (_, value) => {
    useFakeTime();
    vi.setSystemTime(NOW);
    stubRandom(0.5);
    const fetch = responding(value);
    await untilSettled(clientWith({ fetch, ...options }).sandboxes.get("a"));
    const waited = (fetch.sent[1]?.at ?? 0) - (fetch.sent[0]?.at ?? 0);
    expect(fetch.sent).toHaveLength(2);
    expect(waited).toBeGreaterThanOrEqual(7000);
    expect(waited).toBeLessThan(8000);
  });

  test.each(["soon", "-5", "", "0", new Date(NOW - 5000).toUTCString()])(
    "of %j is no reason to hurry or to wait long",
    async (value) => {
      useFakeTime();
      vi.setSystemTime(NOW);
      const fetch = responding(() => value);
      await untilSettled(clientWith({ fetch, ...options }).sandboxes.get("a"));
      expect(fetch.sent).toHaveLength(2);
      expect((fetch.sent[1]?.at ?? 0) - (fetch.sent[0]?.at ?? 0)).toBeLessThan(1000);
    },
  );

  test.each(["86400", "9".repeat(400), new Date(NOW + 1e9).toUTCString()])(
    "of %s ends the call at once, with what was asked",
    async (value) => {
      useFakeTime();
      vi.setSystemTime(NOW);
      const fetch = responding(() => value);
      const started = performance.now();
      const error = (await rejection(clientWith({ fetch, ...options }).sandboxes.get("a"))) as ApiError;
      expect(error.retryAfterMs).toBeGreaterThanOrEqual(86_400_000);
      expect(error.status).toBe(status);
      expect(performance.now() - started).toBeLessThan(1);
      expect(fetch.sent).toHaveLength(1);
      expect(vi.getTimerCount()).toBe(0);
    },
  );
});

test("a wait that fits exactly is made, also a very long one", async () => {
  useFakeTime();
  stubRandom(0);
  const fetch = scriptedFetch((_, index) =>
    index ? json(200, successes.getSandbox.body) : json(503, undefined, { "retry-after": "3600" }),
  );
  await untilSettled(clientWith({ fetch, totalTimeoutMs: 3_601_000 }).sandboxes.get("a"));
  expect(fetch.sent.map(({ at }) => at)).toEqual([0, 3_600_000]);
});

test("client.api returns the header of the response that the call ended with", async () => {
  const fetch = scriptedFetch(() => json(429, {}, { "retry-after": "86400" }));
  const { response } = await clientWith({ fetch }).api.GET("/v1/sandboxes");
  expect([response.status, response.headers.get("retry-after")]).toEqual([429, "86400"]);
  await rejectionOf(clientWith({ fetch }).sandboxes.get("a"), RateLimitError);
});
