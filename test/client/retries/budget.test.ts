import { ServerError } from "leap0-fetch";
import { expect, test } from "vitest";
import { clientWith } from "../../support/client.ts";
import { elapse, stubRandom, untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { successes } from "../../support/operations.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { json, scriptedFetch } from "../../support/scripted-fetch.ts";

test("a service that fails for everybody is not hammered: the budget of retries fills up again with time", async () => {
  useFakeTime();
  const fetch = scriptedFetch(() => json(503));
  const client = clientWith({ fetch, rateLimit: false, maxRetries: 5 });
  const retriesOfMany = async () => {
    const before = fetch.sent.length;
    const calls = Array.from({ length: 250 }, () => rejectionOf(client.sandboxes.get("a"), ServerError));
    await untilSettled(Promise.all(calls));
    return fetch.sent.length - before - calls.length;
  };
  const first = await retriesOfMany();
  // Without a budget these would be 1,250.
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(300);
  expect(await retriesOfMany()).toBeLessThan(first);
  await elapse(60_000);
  expect(await retriesOfMany()).toBeGreaterThanOrEqual(200);
});

test("retries that succeed cost nothing: a service that fails now and then is still used", async () => {
  useFakeTime();
  // No waits, so that nothing fills up by itself meanwhile.
  stubRandom(0);
  const fetch = scriptedFetch((_, index) =>
    index % 3 === 2 ? json(200, successes.getSandbox.body) : json(503),
  );
  const client = clientWith({ fetch, rateLimit: false });
  for (let count = 0; count < 150; count++) await untilSettled(client.sandboxes.get("a"));
  expect(fetch.sent).toHaveLength(450);
});

test("maxRetries can be as high as one likes without harm", async () => {
  useFakeTime();
  const fetch = scriptedFetch(() => json(503));
  const client = clientWith({ fetch, rateLimit: false, maxRetries: Number.POSITIVE_INFINITY });
  await untilSettled(rejectionOf(client.sandboxes.get("a", { totalTimeoutMs: 10_000 }), ServerError));
  expect(fetch.sent.length).toBeGreaterThan(3);
  expect(fetch.sent.length).toBeLessThan(300);
});
