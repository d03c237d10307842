import { ServerError, TimeoutError } from "leap0-fetch";
import { describe, expect, test, vi } from "vitest";
import { clientWith } from "../../support/client.ts";
import { settle, stubRandom, untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { call, everyCall, reads, successes, surfaces } from "../../support/operations.ts";
import { rejection, rejectionOf } from "../../support/rejection.ts";
import { connectionReset, hanging, json, scriptedFetch } from "../../support/scripted-fetch.ts";

test.each(everyCall())(
  "totalTimeoutMs ends %s through %s, whatever the attempt may take",
  async (id, surface) => {
    useFakeTime();
    const fetch = scriptedFetch(hanging);
    const ended = rejectionOf(
      call(surface, clientWith({ fetch }), id, { timeoutMs: 60_000, totalTimeoutMs: 1000 }),
      TimeoutError,
    );
    expect(await untilSettled(ended)).toMatchObject({
      limit: "total",
      operation: id,
      outcomeUnknown: !reads.includes(id),
    });
    expect(performance.now()).toBe(1000);
    expect(fetch.sent).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  },
);

describe.each(surfaces)("through %s", (surface) => {
  test("attempts and the waits between them count together", async () => {
    useFakeTime();
    stubRandom(0.999);
    const fetch = scriptedFetch(() => json(503));
    const client = clientWith({ fetch, maxRetries: 100, totalTimeoutMs: 5000 });
    const ended = call(surface, client, "getSandbox");
    if (surface === "client.api")
      expect(await untilSettled(ended)).toMatchObject({ response: { status: 503 } });
    else expect(await untilSettled(rejection(ended))).toBeInstanceOf(ServerError);
    // 0.5 + 1 + 2 seconds fit, and the 4 that would come next do not: no use in waiting for them.
    expect(performance.now()).toBeLessThan(5000);
    expect(fetch.sent).toHaveLength(4);
  });

  test("the last attempt gets only what is left", async () => {
    useFakeTime();
    stubRandom(0);
    const fetch = scriptedFetch(hanging);
    const client = clientWith({ fetch, maxRetries: 100, timeoutMs: 400, totalTimeoutMs: 1000 });
    const error = await untilSettled(rejectionOf(call(surface, client, "getSandbox"), TimeoutError));
    expect([error.limit, performance.now(), fetch.sent.length]).toEqual(["total", 1000, 3]);
  });

  test("the wait in the rate limiter's queue counts, and nothing is sent when it is over", async () => {
    useFakeTime();
    const fetch = scriptedFetch(() => json(200, successes.getSandbox.body));
    const client = clientWith({ fetch, rateLimit: { requests: 1, perMs: 60_000 } });
    await call(surface, client, "getSandbox");
    const ended = rejectionOf(call(surface, client, "pauseSandbox", { totalTimeoutMs: 1000 }), TimeoutError);
    expect(await untilSettled(ended)).toMatchObject({ limit: "total", outcomeUnknown: false });
    expect(performance.now()).toBe(1000);
    expect(fetch.sent).toHaveLength(1);
  });

  test("reconciling counts", async () => {
    useFakeTime();
    stubRandom(0);
    const fetch = scriptedFetch((request) => {
      if (request.method === "GET") return hanging(request);
      throw connectionReset();
    });
    const ended = rejection(call(surface, clientWith({ fetch, totalTimeoutMs: 1000 }), "pauseSandbox"));
    expect(await untilSettled(ended)).toMatchObject({ outcomeUnknown: true, operation: "pauseSandbox" });
    expect(performance.now()).toBe(1000);
  });

  test.each([503, 429])("what a %i asks to wait, and does not fit, fails at once", async (status) => {
    useFakeTime();
    const fetch = scriptedFetch(() => json(status, { message: "later" }, { "retry-after": "100000" }));
    const ended = call(surface, clientWith({ fetch }), "getSandbox");
    if (surface === "client.api") expect(await ended).toMatchObject({ response: { status } });
    else expect(await rejection(ended)).toMatchObject({ status, retryAfterMs: 100_000_000, attempts: 1 });
    await settle();
    expect(fetch.sent).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

test.each(everyCall())("%s through %s has a default that suits it", async (id, surface) => {
  useFakeTime();
  stubRandom(0);
  const slow = ["createSandbox", "pauseSandbox", "stopSandbox", "startSandbox"].includes(id);
  // A key that never comes leaves the outcome known, so that every operation is retried.
  const client = clientWith({ apiKey: () => new Promise(() => {}), maxRetries: 100 });
  await untilSettled(rejectionOf(call(surface, client, id), TimeoutError));
  expect(performance.now()).toBe(slow ? 600_000 : 120_000);
});
