import fc from "fast-check";
import { type ApiError, RateLimitError, ServerError } from "leap0-fetch";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { clientOf, gapsOf, json, ok } from "../../support/client.ts";
import { stubRandom, untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { rejection, rejectionOf } from "../../support/rejection.ts";

const NOW = Date.UTC(2026, 0, 1, 12);
const inSeconds = (seconds: number) => new Date(NOW + seconds * 1000).toUTCString();

beforeEach(() => {
  useFakeTime();
  vi.setSystemTime(NOW);
});

const asking = (value: string | undefined) => (value === undefined ? {} : { "retry-after": value });

describe("retryAfterMs", () => {
  /** What the client makes of a header, without waiting for it. */
  async function read(value: string | undefined): Promise<number | undefined> {
    const { sandboxes } = clientOf(() => json(503, undefined, asking(value)), {
      maxRetries: 0,
      rateLimit: false,
    });
    return (await rejectionOf(sandboxes.get("a"), ServerError)).retryAfterMs;
  }

  test.each<[string, number]>([
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
  ])("of %j is %s", async (value, expected) => {
    expect(await read(value)).toBe(expected);
  });

  const unreadable = [
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
  ];
  test.each([undefined, ...unreadable])("of %j is nothing", async (value) => {
    expect(await read(value)).toBeUndefined();
  });

  test("is the seconds of any whole number", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seconds) => {
        expect(await read(String(seconds))).toBe(seconds * 1000);
      }),
    );
  });

  test("is the distance to any date, and never negative", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -1e9, max: 1e9 }), async (seconds) => {
        expect(await read(inSeconds(seconds))).toBe(Math.max(0, seconds) * 1000);
      }),
    );
  });

  test("of anything else is nothing or a number that can be waited for", async () => {
    // What a header can hold.
    const letter = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code));
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: letter }), async (value) => {
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
  const responding = (value: string) =>
    clientOf((_, index) => (index ? ok() : json(status, undefined, asking(value))), options);

  test.each([
    ["seconds", "7"],
    ["a date", inSeconds(7)],
  ])("in %s is obeyed: not before, and not much later", async (_, value) => {
    stubRandom(0.5);
    const { sandboxes, sent } = responding(value);
    await untilSettled(sandboxes.get("a"));
    expect(sent).toHaveLength(2);
    expect(gapsOf(sent)[0]).toBeGreaterThanOrEqual(7000);
    expect(gapsOf(sent)[0]).toBeLessThan(8000);
  });

  test.each(["soon", "-5", "", "0", inSeconds(-5)])(
    "of %j is no reason to hurry or to wait long",
    async (value) => {
      const { sandboxes, sent } = responding(value);
      await untilSettled(sandboxes.get("a"));
      expect(sent).toHaveLength(2);
      expect(gapsOf(sent)[0]).toBeLessThan(1000);
    },
  );

  test.each(["86400", "9".repeat(400), inSeconds(1e6)])(
    "of %s ends the call at once, with what was asked",
    async (value) => {
      const { sandboxes, sent } = responding(value);
      const error = (await rejection(sandboxes.get("a"))) as ApiError;
      expect(error.retryAfterMs).toBeGreaterThanOrEqual(86_400_000);
      expect(error.status).toBe(status);
      expect(performance.now()).toBeLessThan(1);
      expect(sent).toHaveLength(1);
      expect(vi.getTimerCount()).toBe(0);
    },
  );
});

test("a wait that fits exactly is made, also a very long one", async () => {
  stubRandom(0);
  const { sandboxes, sent } = clientOf((_, index) => (index ? ok() : json(503, undefined, asking("3600"))), {
    totalTimeoutMs: 3_601_000,
  });
  await untilSettled(sandboxes.get("a"));
  expect(sent.map(({ at }) => at)).toEqual([0, 3_600_000]);
});

test("client.api returns the header of the response that the call ended with", async () => {
  const { sandboxes, api } = clientOf(() => json(429, {}, asking("86400")));
  const { response } = await api.GET("/v1/sandboxes");
  expect([response.status, response.headers.get("retry-after")]).toEqual([429, "86400"]);
  await rejectionOf(sandboxes.get("a"), RateLimitError);
});
