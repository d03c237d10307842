import { ApiError, ConnectionError, ServerError, UnexpectedResponseError } from "leap0-fetch";
import { beforeEach, describe, expect, test } from "vitest";
import { clientOf, gapsOf, json, never, ok, type Respond, refused, reset } from "../../support/client.ts";
import { elapse, stubRandom, untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { call, operationIds, reads, successes } from "../../support/operations.ts";
import { rejection, rejectionOf } from "../../support/rejection.ts";

beforeEach(useFakeTime);

const status = (code: number, headers?: Record<string, string>) => () =>
  json(code, { message: "no" }, headers);
const html = () => new Response("<p>hello</p>");

/** A client of an API that fails so many times and then returns the success of the operation. */
const failing = (times: number, failure: Respond, id: keyof typeof successes = "getSandbox", options = {}) =>
  clientOf(
    (request, index) =>
      index < times ? failure(request, index) : json(successes[id].status, successes[id].body),
    options,
  );

/** Failures that prove that nothing happened: everything is retried as it was. */
const nothingHappened: [string, Respond][] = [
  ["429", status(429)],
  ["503 with Retry-After", status(503, { "retry-after": "1" })],
  ["a refused connection", refused],
];
/** Failures after which the outcome of a write is unknown. */
const outcomeUnknown: [string, Respond][] = [
  ...[408, 500, 501, 502, 503, 504, 507, 520, 530, 598, 599].map((code): [string, Respond] => [
    String(code),
    status(code),
  ]),
  ["503 with a Retry-After that cannot be read", status(503, { "retry-after": "soon" })],
  ["a reset connection", reset],
  ["a page instead of JSON", html],
];

test.each(nothingHappened)("after %s every operation is retried, as it was", async (_, failure) => {
  for (const id of operationIds) {
    const { client, sent } = failing(2, failure, id, { headers: { "x-trace": "1" } });
    expect(await untilSettled(call(client, id))).toEqual(successes[id].body);
    const [first, ...others] = sent.map(({ url, method, headers, body }) => ({ url, method, headers, body }));
    expect(others).toEqual([first, first]);
  }
});

describe.each(outcomeUnknown)("after %s", (_, failure) => {
  test("reads are retried", async () => {
    for (const id of reads) {
      const { client, sent } = failing(2, failure, id);
      expect(await untilSettled(call(client, id))).toEqual(successes[id].body);
      expect(sent).toHaveLength(3);
    }
  });

  test("a create is never retried, and says that its outcome is unknown", async () => {
    const { sandboxes, sent } = failing(1, failure, "createSandbox", { maxRetries: 10 });
    const creating = untilSettled(rejection(sandboxes.create({ template_name: "t" })));
    expect(await creating).toMatchObject({ outcomeUnknown: true });
    expect(sent).toHaveLength(1);
    // At once: there is nothing to wait for.
    expect(performance.now()).toBe(0);
  });
});

test("a create is not retried either when an attempt timed out after it was sent", async () => {
  const { sandboxes, sent } = clientOf(never);
  const creating = rejection(sandboxes.create({ template_name: "t" }, { timeoutMs: 1000 }));
  expect(await untilSettled(creating)).toMatchObject({ name: "TimeoutError", outcomeUnknown: true });
  expect(sent).toHaveLength(1);
});

test.each([400, 401, 403, 404, 405, 409, 413, 418])("a %i is final", async (code) => {
  const { sandboxes, sent } = failing(1, status(code), "pauseSandbox");
  const error = await untilSettled(rejection(sandboxes.pause("a")));
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: code, outcomeUnknown: false });
  expect(sent).toHaveLength(1);
});

describe("maxRetries", () => {
  const always = Number.POSITIVE_INFINITY;

  test("is two by default, and that of a call wins over that of the client", async () => {
    const retriesOf = async (options: object, given: object) => {
      const { sandboxes, sent } = failing(always, refused, "getSandbox", options);
      await untilSettled(rejection(sandboxes.get("a", given)));
      return sent.length - 1;
    };
    expect(await retriesOf({}, {})).toBe(2);
    expect(await retriesOf({ maxRetries: 5 }, {})).toBe(5);
    expect(await retriesOf({ maxRetries: 5 }, { maxRetries: 1 })).toBe(1);
  });

  test.each([...nothingHappened, ...outcomeUnknown])(
    "of 0 sends one request and does not reconcile, after %s",
    async (_, failure) => {
      const { sandboxes, sent } = failing(always, failure, "pauseSandbox", { maxRetries: 0 });
      await untilSettled(rejection(sandboxes.pause("a")));
      expect(sent).toHaveLength(1);
    },
  );

  test("can be as high as one likes without harm", async () => {
    const { sandboxes, sent } = failing(always, status(503), "getSandbox", { maxRetries: always });
    await untilSettled(rejectionOf(sandboxes.get("a", { totalTimeoutMs: 10_000 }), ServerError));
    expect(sent.length).toBeGreaterThan(3);
    expect(sent.length).toBeLessThan(300);
  });
});

test.each([
  ["grows, and stops growing", 1 - Number.EPSILON, [500, 1000, 2000, 4000, 8000, 8000, 8000, 8000]],
  ["has jitter", 0.5, [250, 500, 1000, 2000, 4000, 4000, 4000, 4000]],
  ["has full jitter: it can be nothing at all", 0, [0, 0, 0, 0, 0, 0, 0, 0]],
])("the backoff between two attempts %s", async (_, random, expected) => {
  stubRandom(random);
  const { sandboxes, sent, events } = failing(99, status(503), "getSandbox", { maxRetries: 8 });
  await untilSettled(rejection(sandboxes.get("a", { totalTimeoutMs: 600_000 })));
  const waits = events.flatMap((event) => (event.type === "retry" ? [event.waitMs] : []));
  expect(waits.map(Math.round)).toEqual(expected);
  // A fake timer counts whole milliseconds.
  for (const [index, ms] of gapsOf(sent).entries())
    expect(Math.abs(ms - (waits[index] ?? 0))).toBeLessThanOrEqual(1);
});

test("the error is that of the last attempt", async () => {
  const lastOf = async (...failures: Respond[]) => {
    const { sandboxes } = clientOf((request, index) => (failures[index] as Respond)(request, index));
    return untilSettled(rejection(sandboxes.get("a")));
  };
  expect(await lastOf(status(503), reset, html)).toBeInstanceOf(UnexpectedResponseError);
  const error = await lastOf(status(503), status(503), reset);
  expect(error).toBeInstanceOf(ConnectionError);
  expect(String(error)).toContain("3 of 3 attempts");
});

describe("the budget of retries", () => {
  test("spares a service that fails for everybody, and fills up again with time", async () => {
    const { sandboxes, sent } = clientOf(() => json(503), { rateLimit: false, maxRetries: 5 });
    const retriesOfMany = async () => {
      const before = sent.length;
      const calls = Array.from({ length: 250 }, () => rejectionOf(sandboxes.get("a"), ServerError));
      await untilSettled(Promise.all(calls));
      return sent.length - before - calls.length;
    };
    const first = await retriesOfMany();
    // Without a budget these would be 1,250.
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(300);
    expect(await retriesOfMany()).toBeLessThan(first);
    await elapse(60_000);
    expect(await retriesOfMany()).toBeGreaterThanOrEqual(200);
  });

  test("is not spent by retries that succeed: a service that fails now and then is still used", async () => {
    // No waits, so that nothing fills up by itself meanwhile.
    stubRandom(0);
    const { sandboxes, sent } = clientOf((_, index) => (index % 3 === 2 ? ok() : json(503)), {
      rateLimit: false,
    });
    for (let count = 0; count < 150; count++) await untilSettled(sandboxes.get("a"));
    expect(sent).toHaveLength(450);
  });
});
