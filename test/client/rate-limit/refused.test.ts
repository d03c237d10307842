import { RateLimitError, TimeoutError } from "leap0-fetch";
import { describe, expect, test, vi } from "vitest";
import { clientWith } from "../../support/client.ts";
import { elapse, settle, stubRandom, untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { call, successes, surfaces } from "../../support/operations.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { json, scriptedFetch } from "../../support/scripted-fetch.ts";

const ok = () => json(200, successes.getSandbox.body);
const refuse = (retryAfter?: string) =>
  json(429, { message: "too many" }, retryAfter === undefined ? {} : { "retry-after": retryAfter });

describe.each(surfaces)("after a 429 with Retry-After, through %s", (surface) => {
  test("every call waits, not only the one that was refused", async () => {
    useFakeTime();
    const fetch = scriptedFetch((_, index) => (index ? ok() : refuse("5")));
    const client = clientWith({ fetch });
    const first = call(surface, client, "getSandbox");
    await settle();
    const others = [call(surface, client, "pauseSandbox"), call(surface, client, "listSandboxes")];
    await elapse(4999);
    expect(fetch.sent).toHaveLength(1);
    await untilSettled(Promise.allSettled([first, ...others]));
    for (const { at } of fetch.sent.slice(1)) expect(at).toBeGreaterThanOrEqual(5000);
    expect(fetch.sent).toHaveLength(4);
    // The one that was refused had come first.
    expect(fetch.sent[1]?.url).toBe(fetch.sent[0]?.url);
  });

  test("a call whose total limit ends before that fails at once and sends nothing", async () => {
    useFakeTime();
    const fetch = scriptedFetch((_, index) => (index ? ok() : refuse("60")));
    const client = clientWith({ fetch });
    const first = call(surface, client, "getSandbox");
    await settle();
    const error = await rejectionOf(
      call(surface, client, "pauseSandbox", { totalTimeoutMs: 30_000 }),
      TimeoutError,
    );
    expect(error).toMatchObject({ limit: "total", outcomeUnknown: false });
    expect(performance.now()).toBeLessThan(5);
    expect(fetch.sent).toHaveLength(1);
    await untilSettled(first);
    expect(fetch.sent).toHaveLength(2);
  });

  test("an abort ends the wait", async () => {
    useFakeTime();
    const fetch = scriptedFetch((_, index) => (index ? ok() : refuse("60")));
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

test("a call is not refused for ever by what it did not send: each 429 counts as one of its attempts", async () => {
  useFakeTime();
  stubRandom(0);
  const fetch = scriptedFetch(() => refuse("1"));
  const error = await untilSettled(rejectionOf(clientWith({ fetch }).sandboxes.get("a"), RateLimitError));
  expect(error).toMatchObject({ attempts: 3, retryAfterMs: 1000, status: 429 });
  expect(fetch.sent).toHaveLength(3);
});

test("a 429 without a word waits a little, and longer each time", async () => {
  useFakeTime();
  stubRandom(0);
  const fetch = scriptedFetch(() => refuse());
  await untilSettled(rejectionOf(clientWith({ fetch, maxRetries: 4 }).sandboxes.get("a"), RateLimitError));
  const gaps = fetch.sent.slice(1).map(({ at }, index) => at - (fetch.sent[index]?.at ?? 0));
  for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(50);
  for (const [index, gap] of gaps.slice(1).entries()) expect(gap).toBeGreaterThan(gaps[index] ?? 0);
  expect(gaps.at(-1)).toBeLessThan(60_000);
});

test("one odd answer does not end the life of a client: the gate is tried again after a while", async () => {
  useFakeTime();
  const fetch = scriptedFetch((_, index) => (index ? ok() : refuse("9".repeat(300))));
  const client = clientWith({ fetch });
  await rejectionOf(client.sandboxes.get("a"), RateLimitError);
  await rejectionOf(client.sandboxes.get("a"), TimeoutError);
  await elapse(3_600_000);
  await client.sandboxes.get("a");
  expect(fetch.sent).toHaveLength(2);
});

test("after it, calls do not all start in the same moment", async () => {
  useFakeTime();
  const fetch = scriptedFetch((_, index) => (index ? ok() : refuse("5")));
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

test("a call that was refused comes back ahead of those that came after it", async () => {
  useFakeTime();
  const fetch = scriptedFetch(async (_, index) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    return index ? ok() : refuse("1");
  });
  const client = clientWith({ fetch, rateLimit: { requests: 1, perMs: 2000 } });
  await untilSettled(Promise.all(["0", "1", "2"].map((id) => client.sandboxes.get(id))));
  expect(fetch.sent.map(({ url }) => url.split("/").at(-2))).toEqual(["0", "0", "1", "2"]);
});

test("those that were under way when the first was refused come back in their order", async () => {
  useFakeTime();
  const fetch = scriptedFetch((_, index) => (index < 5 ? refuse("2") : ok()));
  const client = clientWith({ fetch });
  const all = ["0", "1", "2", "3", "4", "5", "6"].map((id) => client.sandboxes.get(id));
  await untilSettled(Promise.all(all));
  const order = fetch.sent.map(({ url }) => url.split("/").at(-2)).join("");
  expect(order.slice(0, 7)).toBe("0123456");
  expect(order.slice(7)).toBe("01234");
});

test("a 429 in vain on a read is told in the events, with the wait", async () => {
  useFakeTime();
  const fetch = scriptedFetch((_, index) => (index ? ok() : refuse("5")));
  const waits: number[] = [];
  const client = clientWith({
    fetch,
    onEvent: (event) => event.type === "retry" && event.status === 429 && waits.push(event.waitMs),
  });
  await untilSettled(client.sandboxes.get("a"));
  expect(waits).toHaveLength(1);
  expect(waits[0]).toBeGreaterThanOrEqual(5000);
});
