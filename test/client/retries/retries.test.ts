import { ApiError, ConnectionError, type Leap0Event, UnexpectedResponseError } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { clientWith, clientWithoutRetries } from "../../support/client.ts";
import { stubRandom, untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { call, everyCall, type Fetched, reads, successes, surfaces } from "../../support/operations.ts";
import { rejection, rejectionOf } from "../../support/rejection.ts";
import { connectionRefused, connectionReset, json, scriptedFetch } from "../../support/scripted-fetch.ts";

type Failure = () => Response | Promise<Response>;

const status = (code: number, headers?: Record<string, string>) => () =>
  json(code, { message: "no" }, headers);
const refused: Failure = () => Promise.reject(connectionRefused());
const reset: Failure = () => Promise.reject(connectionReset());
const html: Failure = () => new Response("<p>hello</p>", { status: 200 });

/** A `fetch` that fails so many times and then returns the success of the operation. */
const failing = (times: number, failure: Failure, id: keyof typeof successes) =>
  scriptedFetch((_, index) => (index < times ? failure() : json(successes[id].status, successes[id].body)));

const dataOf = (result: unknown, surface: string) =>
  surface === "client.api" ? (result as Fetched).data : result;

/** Failures that prove that nothing happened: everything is retried as it was. */
const nothingHappened: [string, Failure][] = [
  ["429", status(429)],
  ["503 with Retry-After", status(503, { "retry-after": "1" })],
  ["a refused connection", refused],
];
/** Failures after which the outcome of a write is unknown. */
const outcomeUnknown: [string, Failure][] = [
  ...[408, 500, 501, 502, 503, 504, 507, 520, 530, 598, 599].map((code): [string, Failure] => [
    String(code),
    status(code),
  ]),
  ["503 with a Retry-After that cannot be read", status(503, { "retry-after": "soon" })],
  ["a reset connection", reset],
  ["a page instead of JSON", html],
];
const final = [400, 401, 403, 404, 405, 409, 413, 418];

describe.each(nothingHappened)("after %s", (_, failure) => {
  test.each(everyCall())("%s through %s is retried, as it was", async (id, surface) => {
    useFakeTime();
    const fetch = failing(2, failure, id);
    const result = await untilSettled(call(surface, clientWith({ fetch, headers: { "x-trace": "1" } }), id));
    expect(dataOf(result, surface)).toEqual(successes[id].body);
    expect(fetch.sent).toHaveLength(3);
    const [first, ...others] = fetch.sent.map(({ url, method, headers, body }) => [
      url,
      method,
      headers,
      body,
    ]);
    for (const other of others) expect(other).toEqual(first);
  });
});

describe.each(outcomeUnknown)("after %s", (_, failure) => {
  test.each(reads)("%s is retried", async (id) => {
    useFakeTime();
    const fetch = failing(2, failure, id);
    expect(await untilSettled(call("client methods", clientWith({ fetch }), id))).toEqual(successes[id].body);
    expect(fetch.sent).toHaveLength(3);
  });

  test.each(surfaces)(
    "createSandbox is never retried through %s, and says that its outcome is unknown",
    async (surface) => {
      useFakeTime();
      const fetch = failing(1, failure, "createSandbox");
      const result = await untilSettled(
        call(surface, clientWith({ fetch, maxRetries: 10 }), "createSandbox").catch((error) => error),
      );
      expect(fetch.sent).toHaveLength(1);
      // At once: there is nothing to wait for.
      expect(performance.now()).toBe(0);
      if (result instanceof Error) expect(result).toMatchObject({ outcomeUnknown: true });
      else expect((result as Fetched).error).toEqual({ message: "no" });
    },
  );
});

test("createSandbox is not retried either when an attempt timed out after it was sent", async () => {
  useFakeTime();
  const fetch = scriptedFetch(() => new Promise(() => {}));
  const error = await untilSettled(
    rejection(clientWith({ fetch }).sandboxes.create({ template_name: "t" }, { timeoutMs: 1000 })),
  );
  expect(error).toMatchObject({ name: "TimeoutError", outcomeUnknown: true });
  expect(fetch.sent).toHaveLength(1);
});

test.each(final)("a %i is final", async (code) => {
  useFakeTime();
  const fetch = failing(1, status(code), "pauseSandbox");
  const error = await rejection(clientWith({ fetch }).sandboxes.pause("a"));
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: code, outcomeUnknown: false });
  expect(fetch.sent).toHaveLength(1);
});

describe("maxRetries", () => {
  test("is two by default", async () => {
    useFakeTime();
    for (const id of reads) {
      const fetch = failing(99, status(503), id);
      await untilSettled(rejection(call("client methods", clientWith({ fetch }), id)));
      expect(fetch.sent).toHaveLength(3);
    }
  });

  test("of a call wins over that of the client", async () => {
    useFakeTime();
    const fetch = failing(99, refused, "getSandbox");
    const client = clientWith({ fetch, maxRetries: 5 });
    await untilSettled(rejection(client.sandboxes.get("a", { maxRetries: 1 })));
    expect(fetch.sent).toHaveLength(2);
    await untilSettled(rejection(client.sandboxes.get("a")));
    expect(fetch.sent).toHaveLength(8);
  });

  describe.each([...nothingHappened, ...outcomeUnknown])("0 after %s", (_, failure) => {
    test.each(surfaces)("sends one request and does not reconcile, through %s", async (surface) => {
      useFakeTime();
      const fetch = failing(99, failure, "pauseSandbox");
      await untilSettled(call(surface, clientWithoutRetries({ fetch }), "pauseSandbox").catch(() => {}));
      expect(fetch.sent).toHaveLength(1);
    });
  });
});

describe("the backoff between two attempts", () => {
  const waits = async (random: number) => {
    useFakeTime();
    stubRandom(random);
    const events: Leap0Event[] = [];
    const fetch = failing(99, status(503), "getSandbox");
    const client = clientWith({ fetch, maxRetries: 8, onEvent: (event) => events.push(event) });
    await untilSettled(rejection(client.sandboxes.get("a", { totalTimeoutMs: 600_000 })));
    const told = events.flatMap((event) => (event.type === "retry" ? [event.waitMs] : []));
    const made = fetch.sent.slice(1).map(({ at }, index) => at - (fetch.sent[index]?.at ?? 0));
    // A fake timer counts whole milliseconds.
    for (const [index, ms] of made.entries())
      expect(Math.abs(ms - (told[index] ?? 0))).toBeLessThanOrEqual(1);
    return told;
  };

  test.each([
    ["grows, and stops growing", 1 - Number.EPSILON, [500, 1000, 2000, 4000, 8000, 8000, 8000, 8000]],
    ["has jitter", 0.5, [250, 500, 1000, 2000, 4000, 4000, 4000, 4000]],
    ["has full jitter: it can be nothing at all", 0, [0, 0, 0, 0, 0, 0, 0, 0]],
  ])("%s", async (_, random, expected) => {
    expect((await waits(random)).map(Math.round)).toEqual(expected);
  });
});

test("the error is that of the last attempt", async () => {
  useFakeTime();
  const failures: Failure[] = [status(503), reset, html];
  const fetch = scriptedFetch((_, index) => (failures[index] ?? status(500))());
  await untilSettled(rejectionOf(clientWith({ fetch }).sandboxes.get("a"), UnexpectedResponseError));
  const again = scriptedFetch((_, index) => ([status(503), status(503), reset][index] ?? reset)());
  const error = await untilSettled(
    rejectionOf(clientWith({ fetch: again }).sandboxes.get("a"), ConnectionError),
  );
  expect(error.message).toContain("3 of 3 attempts");
});
