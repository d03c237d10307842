import { type Leap0Event, RateLimitError } from "leap0-fetch";
import { describe, expect, test, vi } from "vitest";
import { clientWith } from "../../support/client.ts";
import { elapse, settle, stubRandom, untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { call, successes, surfaces } from "../../support/operations.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { json, scriptedFetch } from "../../support/scripted-fetch.ts";

const ok = () => json(200, successes.getSandbox.body);
const tooMany = (retryAfter?: string) =>
  json(429, { message: "too many" }, retryAfter === undefined ? {} : { "retry-after": retryAfter });

/** What a call failed with, whichever surface it went through. */
async function failureOf(call: Promise<unknown>) {
  const ended = (await call.catch((error) => error)) as RateLimitError | { error: Error; response: Response };
  if (ended instanceof RateLimitError) return ended;
  if (!("response" in ended)) throw ended;
  const { error, response } = ended;
  const retryAfterMs = Number(response.headers.get("retry-after")) * 1000;
  return { status: response.status, message: error.message, retryAfterMs };
}

describe.each(surfaces)("after a 429 with Retry-After, through %s", (surface) => {
  test("every call waits, not only the one that got it", async () => {
    useFakeTime();
    const fetch = scriptedFetch((_, index) => (index ? ok() : tooMany("5")));
    const client = clientWith({ fetch });
    const first = call(surface, client, "getSandbox");
    await settle();
    const others = [call(surface, client, "pauseSandbox"), call(surface, client, "listSandboxes")];
    await elapse(4999);
    expect(fetch.sent).toHaveLength(1);
    await untilSettled(Promise.allSettled([first, ...others]));
    for (const { at } of fetch.sent.slice(1)) expect(at).toBeGreaterThanOrEqual(5000);
    expect(fetch.sent).toHaveLength(4);
    // The one that got the 429 had come first.
    expect(fetch.sent[1]?.url).toBe(fetch.sent[0]?.url);
  });

  test("a call whose total limit ends before that fails at once, says how long, and sends nothing", async () => {
    useFakeTime();
    const fetch = scriptedFetch((_, index) => (index ? ok() : tooMany("60")));
    const client = clientWith({ fetch });
    const waiting = call(surface, client, "getSandbox");
    await settle();
    const error = await failureOf(call(surface, client, "pauseSandbox", { totalTimeoutMs: 30_000 }));
    expect(error.status).toBe(429);
    expect(error.retryAfterMs).toBeGreaterThanOrEqual(60_000);
    expect(error.message).toContain("was not sent");
    expect(performance.now()).toBeLessThan(5);
    expect(fetch.sent).toHaveLength(1);
    await untilSettled(waiting);
    expect(fetch.sent).toHaveLength(2);
  });

  test("so does a call that waited already when the 429 came", async () => {
    useFakeTime();
    const responses: (() => void)[] = [];
    const fetch = scriptedFetch(
      (_, index) => new Promise((resolve) => responses.push(() => resolve(index ? ok() : tooMany("60")))),
    );
    const client = clientWith({ fetch, rateLimit: { requests: 1000, perMs: 60_000, inFlight: 1 } });
    const first = call(surface, client, "getSandbox");
    await settle();
    const impatient = failureOf(call(surface, client, "pauseSandbox", { totalTimeoutMs: 30_000 }));
    const patient = call(surface, client, "listSandboxes");
    responses[0]?.();
    expect(await impatient).toMatchObject({ status: 429 });
    expect(performance.now()).toBeLessThan(5);
    for (let each = 1; each < 3; each++) {
      while (!responses[each]) await elapse(1000);
      responses[each]?.();
    }
    await Promise.all([first, patient]);
    expect(fetch.sent).toHaveLength(3);
  });

  test("an abort ends the wait", async () => {
    useFakeTime();
    const fetch = scriptedFetch((_, index) => (index ? ok() : tooMany("60")));
    const client = clientWith({ fetch });
    const first = call(surface, client, "getSandbox");
    await settle();
    const controller = new AbortController();
    const settled = vi.fn();
    call(surface, client, "pauseSandbox", { signal: controller.signal }).catch(settled);
    await elapse(1000);
    controller.abort(0);
    await settle();
    expect(settled.mock.calls).toEqual([[0]]);
    await untilSettled(first);
    expect(fetch.sent.filter(({ method }) => method === "POST")).toEqual([]);
  });
});

test("each 429 counts as one of the call's attempts, and the retry event says how long the call waits", async () => {
  useFakeTime();
  stubRandom(0);
  const fetch = scriptedFetch(() => tooMany("1"));
  const waits: number[] = [];
  const onEvent = (event: Leap0Event) => event.type === "retry" && waits.push(event.waitMs);
  const client = clientWith({ fetch, onEvent });
  const error = await untilSettled(rejectionOf(client.sandboxes.get("a"), RateLimitError));
  expect(waits).toEqual([expect.any(Number), expect.any(Number)]);
  for (const wait of waits) expect(wait).toBeGreaterThanOrEqual(1000);
  expect(error).toMatchObject({ attempts: 3, retryAfterMs: 1000, status: 429 });
  expect(fetch.sent).toHaveLength(3);
});

test.each([
  ["without Retry-After", undefined],
  ["with Retry-After: 0", "0"],
  ["with a date in the past", new Date(0).toUTCString()],
])("a 429 %s waits a little, and longer each time", async (_, retryAfter) => {
  useFakeTime();
  stubRandom(0.5);
  const fetch = scriptedFetch(() => tooMany(retryAfter));
  await untilSettled(rejectionOf(clientWith({ fetch, maxRetries: 4 }).sandboxes.get("a"), RateLimitError));
  const gaps = fetch.sent.slice(1).map(({ at }, index) => at - (fetch.sent[index]?.at ?? 0));
  for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(50);
  for (const [index, gap] of gaps.slice(1).entries()) expect(gap).toBeGreaterThan(gaps[index] ?? 0);
  expect(gaps.at(-1)).toBeLessThan(60_000);
});

test("its backoff has full jitter: from a moment to the whole", async () => {
  const gapWith = async (random: number) => {
    useFakeTime();
    stubRandom(random);
    const fetch = scriptedFetch((_, index) => (index ? ok() : tooMany("0")));
    await untilSettled(clientWith({ fetch }).sandboxes.get("a"));
    return Number(fetch.sent[1]?.at) - Number(fetch.sent[0]?.at);
  };
  expect(await gapWith(0)).toBeLessThanOrEqual(50);
  expect(await gapWith(0.5)).toBeCloseTo(300, -1);
  expect(await gapWith(0.999)).toBeCloseTo(550, -1);
});

test("one odd response does not end the life of a client: the API is tried again after a while", async () => {
  useFakeTime();
  const fetch = scriptedFetch((_, index) => (index ? ok() : tooMany("9".repeat(300))));
  const client = clientWith({ fetch });
  await rejectionOf(client.sandboxes.get("a"), RateLimitError);
  const error = await rejectionOf(client.sandboxes.get("a"), RateLimitError);
  expect(error).toMatchObject({ attempts: 0, retryAfterMs: 900_000 });
  await elapse(3_600_000);
  await client.sandboxes.get("a");
  expect(fetch.sent).toHaveLength(2);
});

test("after it, calls do not all start in the same moment", async () => {
  useFakeTime();
  const fetch = scriptedFetch((_, index) => (index ? ok() : tooMany("5")));
  const client = clientWith({ fetch, rateLimit: { requests: 1000, perMs: 60_000 } });
  const first = client.sandboxes.get("a");
  await settle();
  const all = Promise.all([first, ...Array.from({ length: 300 }, () => client.sandboxes.get("b"))]);
  await untilSettled(all);
  const reopened = fetch.sent[1]?.at ?? 0;
  const atOnce = fetch.sent.filter(({ at }) => at >= reopened && at < reopened + 1000).length;
  expect(atOnce).toBeLessThan(50);
  expect(fetch.sent).toHaveLength(302);
});

test("a call that got it is retried ahead of those that came later", async () => {
  useFakeTime();
  const fetch = scriptedFetch(async (_, index) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    return index ? ok() : tooMany("1");
  });
  const client = clientWith({ fetch, rateLimit: { requests: 1, perMs: 2000 } });
  await untilSettled(Promise.all(["0", "1", "2"].map((id) => client.sandboxes.get(id))));
  expect(fetch.sent.map(({ url }) => url.split("/").at(-2))).toEqual(["0", "0", "1", "2"]);
});

test("calls that were under way then are retried in their order", async () => {
  useFakeTime();
  const fetch = scriptedFetch((_, index) => (index < 5 ? tooMany("2") : ok()));
  const client = clientWith({ fetch });
  const all = ["0", "1", "2", "3", "4", "5", "6"].map((id) => client.sandboxes.get(id));
  await untilSettled(Promise.all(all));
  const order = fetch.sent.map(({ url }) => url.split("/").at(-2)).join("");
  expect(order.slice(0, 7)).toBe("0123456");
  expect(order.slice(7)).toBe("01234");
});
