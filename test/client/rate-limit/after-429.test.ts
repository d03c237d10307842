import { RateLimitError } from "leap0-fetch";
import { beforeEach, describe, expect, test } from "vitest";
import { clientOf, gapsOf, idsOf, json, ok } from "../../support/client.ts";
import { elapse, settle, stubRandom, untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { rejectionOf } from "../../support/rejection.ts";

beforeEach(useFakeTime);

const tooMany = (retryAfter?: string) =>
  json(429, { message: "too many" }, retryAfter === undefined ? {} : { "retry-after": retryAfter });
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A client of an API that returns so many 429s, and successes from then on. */
const limited = (retryAfter?: string, times = 1, options = {}) =>
  clientOf((_, index) => (index < times ? tooMany(retryAfter) : ok()), options);
const always = Number.POSITIVE_INFINITY;

describe("after a 429 with Retry-After", () => {
  test("every call waits, on both surfaces, and the one that got it goes first", async () => {
    const { sandboxes, api, sent } = limited("5");
    const first = sandboxes.get("first");
    await settle();
    const others = [sandboxes.pause("other"), api.GET("/v1/sandboxes")];
    await elapse(4999);
    expect(sent).toHaveLength(1);
    await untilSettled(Promise.allSettled([first, ...others]));
    for (const { at } of sent.slice(1)) expect(at).toBeGreaterThanOrEqual(5000);
    expect(idsOf(sent).slice(0, 3)).toEqual(["first", "first", "other"]);
    expect(sent).toHaveLength(4);
  });

  test("a call whose total limit ends before that fails at once, says how long, and sends nothing", async () => {
    const { sandboxes, api, sent } = limited("60");
    const waiting = sandboxes.get("a");
    await settle();
    const totalTimeoutMs = 30_000;
    const error = await rejectionOf(sandboxes.pause("a", { totalTimeoutMs }), RateLimitError);
    expect(error.retryAfterMs).toBeGreaterThanOrEqual(60_000);
    expect(error.message).toContain("was not sent");
    const returned = await api.GET("/v1/sandboxes", { totalTimeoutMs });
    expect(returned.error?.message).toContain("was not sent");
    expect(Number(returned.response.headers.get("retry-after"))).toBeGreaterThanOrEqual(60);
    expect(performance.now()).toBeLessThan(5);
    expect(sent).toHaveLength(1);
    await untilSettled(waiting);
    expect(sent).toHaveLength(2);
  });

  test("so does a call that waited already when the 429 came", async () => {
    const responses: (() => void)[] = [];
    const { sandboxes, sent } = clientOf(
      (_, index) => new Promise((resolve) => responses.push(() => resolve(index ? ok() : tooMany("60")))),
      { rateLimit: { requests: 1000, perMs: 60_000, inFlight: 1 } },
    );
    const first = sandboxes.get("a");
    await settle();
    const impatient = rejectionOf(sandboxes.pause("a", { totalTimeoutMs: 30_000 }), RateLimitError);
    const patient = sandboxes.get("b");
    responses[0]?.();
    await impatient;
    expect(performance.now()).toBeLessThan(5);
    for (let each = 1; each < 3; each++) {
      while (!responses[each]) await elapse(1000);
      responses[each]?.();
    }
    await Promise.all([first, patient]);
    expect(sent).toHaveLength(3);
  });
});

test("each 429 counts as one of the call's attempts, and the retry event says how long the call waits", async () => {
  stubRandom(0);
  const { sandboxes, sent, events } = limited("1", always);
  const error = await untilSettled(rejectionOf(sandboxes.get("a"), RateLimitError));
  const waits = events.flatMap((event) => (event.type === "retry" ? [event.waitMs] : []));
  expect(waits).toHaveLength(2);
  for (const waitMs of waits) expect(waitMs).toBeGreaterThanOrEqual(1000);
  expect(error).toMatchObject({ attempts: 3, retryAfterMs: 1000, status: 429 });
  expect(sent).toHaveLength(3);
});

test.each([
  ["without Retry-After", undefined],
  ["with Retry-After: 0", "0"],
  ["with a date in the past", new Date(0).toUTCString()],
])("a 429 %s waits a little, and longer each time", async (_, retryAfter) => {
  stubRandom(0.5);
  const { sandboxes, sent } = limited(retryAfter, always, { maxRetries: 4 });
  await untilSettled(rejectionOf(sandboxes.get("a"), RateLimitError));
  const gaps = gapsOf(sent);
  for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(50);
  for (const [index, gap] of gaps.slice(1).entries()) expect(gap).toBeGreaterThan(gaps[index] ?? 0);
  expect(gaps.at(-1)).toBeLessThan(60_000);
});

test("its backoff has full jitter: from a moment to the whole", async () => {
  const gapWith = async (random: number) => {
    stubRandom(random);
    const { sandboxes, sent } = limited("0");
    await untilSettled(sandboxes.get("a"));
    return gapsOf(sent)[0];
  };
  expect(await gapWith(0)).toBeLessThanOrEqual(50);
  expect(await gapWith(0.5)).toBeCloseTo(300, -1);
  expect(await gapWith(0.999)).toBeCloseTo(550, -1);
});

test("one odd response does not end the life of a client: the API is tried again after a while", async () => {
  const { sandboxes, sent } = limited("9".repeat(300));
  await rejectionOf(sandboxes.get("a"), RateLimitError);
  const error = await rejectionOf(sandboxes.get("a"), RateLimitError);
  expect(error).toMatchObject({ attempts: 0, retryAfterMs: 900_000 });
  await elapse(3_600_000);
  await sandboxes.get("a");
  expect(sent).toHaveLength(2);
});

test("after it, calls do not all start in the same moment", async () => {
  const { sandboxes, sent } = limited("5", 1, { rateLimit: { requests: 1000, perMs: 60_000 } });
  const first = sandboxes.get("a");
  await settle();
  await untilSettled(Promise.all([first, ...Array.from({ length: 300 }, () => sandboxes.get("b"))]));
  const reopened = sent[1]?.at ?? 0;
  expect(sent.filter(({ at }) => at >= reopened && at < reopened + 1000).length).toBeLessThan(50);
  expect(sent).toHaveLength(302);
});

test("a call that got it is retried ahead of those that came later", async () => {
  const respond = async (index: number) => {
    await wait(500);
    return index ? ok() : tooMany("1");
  };
  const { sandboxes, sent } = clientOf((_, index) => respond(index), {
    rateLimit: { requests: 1, perMs: 2000 },
  });
  await untilSettled(Promise.all(["0", "1", "2"].map((id) => sandboxes.get(id))));
  expect(idsOf(sent)).toEqual(["0", "0", "1", "2"]);
});

test("calls that were under way then are retried in their order", async () => {
  const { sandboxes, sent } = limited("2", 5);
  await untilSettled(Promise.all([..."0123456"].map((id) => sandboxes.get(id))));
  const order = idsOf(sent).join("");
  expect(order.slice(0, 7)).toBe("0123456");
  expect(order.slice(7)).toBe("01234");
});
