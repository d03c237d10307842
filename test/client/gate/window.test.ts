import fc from "fast-check";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { successes } from "../../support/answers.ts";
import { clientWith } from "../../support/client.ts";
import { elapse, settle, untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { json, type ScriptedFetch, scriptedFetch } from "../../support/scripted-fetch.ts";

const ok = () => json(200, successes.getSandbox.body);
const startsOf = ({ sent }: ScriptedFetch) => sent.map(({ at }) => at);
const idsOf = ({ sent }: ScriptedFetch) => sent.map(({ url }) => Number(url.split("/").at(-2)));

/** The most starts that any window of this length has. */
function mostInAWindow(starts: readonly number[], perMs: number): number {
  return Math.max(0, ...starts.map((from) => starts.filter((at) => at >= from && at < from + perMs).length));
}

const answerAfter = (ms: number) => () =>
  new Promise<Response>((resolve) => setTimeout(() => resolve(ok()), ms));

test("no window holds more starts than were allowed, whenever calls come and however long they take", async () => {
  useFakeTime();
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        requests: fc.integer({ min: 1, max: 6 }),
        perMs: fc.integer({ min: 20, max: 2000 }),
        inFlight: fc.integer({ min: 1, max: 8 }),
        calls: fc.array(fc.record({ gap: fc.nat(400), takes: fc.nat(600), aborted: fc.boolean() }), {
          minLength: 1,
          maxLength: 30,
        }),
      }),
      async ({ requests, perMs, inFlight, calls }) => {
        const fetch = scriptedFetch((_, index) => answerAfter(calls[index]?.takes ?? 0)());
        const client = clientWith({
          fetch,
          rateLimit: { requests, perMs, inFlight },
          totalTimeoutMs: Number.POSITIVE_INFINITY,
        });
        const all = [];
        for (const [index, { gap, aborted }] of calls.entries()) {
          await elapse(gap);
          const controller = new AbortController();
          all.push(client.sandboxes.get(String(index), { signal: controller.signal }).catch(() => {}));
          // Some leave the queue again: that must not make room for more than one.
          if (aborted) setTimeout(() => controller.abort(), gap / 2);
        }
        await untilSettled(Promise.all(all));
        expect(mostInAWindow(startsOf(fetch), perMs)).toBeLessThanOrEqual(requests);
        // First come, first served.
        expect(idsOf(fetch)).toEqual([...idsOf(fetch)].sort((a, b) => a - b));
      },
    ),
    { numRuns: 40 },
  );
});

describe("a burst", () => {
  test("starts as early as the window allows, in the order of the calls", async () => {
    useFakeTime();
    const fetch = scriptedFetch(ok);
    const client = clientWith({ fetch, rateLimit: { requests: 10, perMs: 1000 } });
    await untilSettled(
      Promise.all(Array.from({ length: 35 }, (_, index) => client.sandboxes.get(String(index)))),
    );
    expect(idsOf(fetch)).toEqual(Array.from({ length: 35 }, (_, index) => index));
    for (const [index, at] of startsOf(fetch).entries())
      expect(Math.abs(at - Math.floor(index / 10) * 1000)).toBeLessThanOrEqual(5);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("of the documented size goes out at once, and the next request waits for the window", async () => {
    useFakeTime();
    const fetch = scriptedFetch(ok);
    const client = clientWith({ fetch });
    const all = Array.from({ length: 1001 }, (_, index) => client.sandboxes.get(String(index)));
    await settle();
    await elapse(59_990);
    expect(fetch.sent).toHaveLength(1000);
    await untilSettled(Promise.all(all));
    expect(startsOf(fetch).at(-1)).toBeGreaterThanOrEqual(60_000);
    expect(startsOf(fetch).at(-1)).toBeLessThan(60_100);
  });

  test("without a rate limit goes out at once whatever its size", async () => {
    useFakeTime();
    const fetch = scriptedFetch(() => new Promise<Response>(() => {}));
    const client = clientWith({ fetch, rateLimit: false });
    for (let index = 0; index < 3000; index++) void client.sandboxes.get("a");
    await settle();
    expect(fetch.sent).toHaveLength(3000);
  });

  test("is of all the client's calls together: both surfaces, all operations", async () => {
    useFakeTime();
    const fetch = scriptedFetch(({ method }) => (method === "GET" ? ok() : json(204)));
    const client = clientWith({ fetch, rateLimit: { requests: 2, perMs: 1000 } });
    const all = Promise.all([
      client.sandboxes.get("a"),
      client.api.GET("/v1/sandbox/{sandboxID}/", { params: { path: { sandboxID: "b" } } }),
      client.mounts.delete("a", "b"),
      client.mounts.list("c"),
      client.sandboxes.delete("d"),
    ]);
    await untilSettled(all);
    expect(startsOf(fetch).map((at) => Math.round(at / 1000))).toEqual([0, 0, 1, 1, 2]);
  });

  test("of two clients is of each for itself", async () => {
    useFakeTime();
    const fetch = scriptedFetch(ok);
    const options = { fetch, rateLimit: { requests: 1, perMs: 60_000 } };
    await Promise.all([clientWith(options).sandboxes.get("a"), clientWith(options).sandboxes.get("b")]);
    expect(fetch.sent).toHaveLength(2);
  });
});

describe("inFlight", () => {
  test("bounds what is under way, and lets the next one go when one is done", async () => {
    useFakeTime();
    const done: (() => void)[] = [];
    const fetch = scriptedFetch(() => new Promise((resolve) => done.push(() => resolve(ok()))));
    const client = clientWith({ fetch, rateLimit: { requests: 1000, perMs: 1000, inFlight: 3 } });
    for (let index = 0; index < 5; index++) void client.sandboxes.get(String(index));
    await settle();
    expect(fetch.sent).toHaveLength(3);
    done[1]?.();
    await settle();
    expect(idsOf(fetch)).toEqual([0, 1, 2, 3]);
    done[0]?.();
    done[2]?.();
    await settle();
    expect(fetch.sent).toHaveLength(5);
  });

  test("gives a place back when an attempt fails, is aborted or runs into its limit", async () => {
    useFakeTime();
    const endings: (() => Promise<Response>)[] = [
      () => Promise.reject(new TypeError("fetch failed")),
      () => new Promise(() => {}),
      () => new Promise(() => {}),
    ];
    const fetch = scriptedFetch((_, index) => endings[index]?.() ?? ok());
    const client = clientWith({
      fetch,
      maxRetries: 0,
      rateLimit: { requests: 1000, perMs: 1000, inFlight: 1 },
    });
    const controller = new AbortController();
    const ended = Promise.allSettled([
      client.sandboxes.get("0"),
      client.sandboxes.get("1", { timeoutMs: 500 }),
      client.sandboxes.get("2", { signal: controller.signal }),
      client.sandboxes.get("3"),
    ]);
    await elapse(600);
    expect(fetch.sent).toHaveLength(3);
    controller.abort();
    expect((await untilSettled(ended)).map(({ status }) => status)).toEqual([
      "rejected",
      "rejected",
      "rejected",
      "fulfilled",
    ]);
  });

  test("gives a place back when the key cannot be had", async () => {
    useFakeTime();
    let asked = 0;
    const apiKey = () => {
      if (asked++ < 5) throw new RangeError("vault is sealed");
      return "key-after-all";
    };
    const fetch = scriptedFetch(ok);
    const client = clientWith({ fetch, apiKey, rateLimit: { requests: 1000, perMs: 1000, inFlight: 1 } });
    for (let index = 0; index < 5; index++)
      await expect(client.sandboxes.get("a")).rejects.toThrow(RangeError);
    await client.sandboxes.get("a");
    expect(fetch.sent).toHaveLength(1);
  });
});

describe("a call that leaves the queue", () => {
  test.each([
    ["because it is aborted", (controller: AbortController) => ({ signal: controller.signal })],
    ["because its total limit is over", () => ({ totalTimeoutMs: 500 })],
  ])("%s gives its place to the next", async (_, options) => {
    useFakeTime();
    const fetch = scriptedFetch(ok);
    const client = clientWith({ fetch, rateLimit: { requests: 1, perMs: 1000 } });
    const controller = new AbortController();
    const ended = Promise.allSettled([
      client.sandboxes.get("0"),
      client.sandboxes.get("1", options(controller)),
      client.sandboxes.get("2"),
    ]);
    await elapse(500);
    controller.abort();
    await untilSettled(ended);
    expect(idsOf(fetch)).toEqual([0, 2]);
    expect(startsOf(fetch)[1]).toBeLessThan(1100);
  });
});

test("a call that is let through in the very moment of its abort gives its place back", async () => {
  useFakeTime();
  const controller = new AbortController();
  const fetch = scriptedFetch(ok);
  const client = clientWith({
    fetch,
    rateLimit: { requests: 1000, perMs: 1000, inFlight: 1 },
    // By then the gate has passed the place of the first on to the second.
    onEvent: ({ type }) => type === "answer" && controller.abort("enough"),
  });
  const ended = Promise.allSettled([
    client.sandboxes.get("0"),
    client.sandboxes.get("1", { signal: controller.signal }),
    client.sandboxes.get("2"),
  ]);
  expect(await untilSettled(ended)).toMatchObject([
    { status: "fulfilled" },
    { status: "rejected", reason: "enough" },
    { status: "fulfilled" },
  ]);
  expect(idsOf(fetch)).toEqual([0, 2]);
});

test("the longest windows there are do not keep the machine busy", async () => {
  useFakeTime();
  const timers = vi.spyOn(globalThis, "setTimeout");
  onTestFinished(() => timers.mockRestore());
  const fetch = scriptedFetch(ok);
  const client = clientWith({ fetch, rateLimit: { requests: 1, perMs: 1e12 }, totalTimeoutMs: 1e13 });
  await client.sandboxes.get("0");
  const controller = new AbortController();
  const waiting = client.sandboxes.get("1", { signal: controller.signal }).catch((reason) => reason);
  const before = timers.mock.calls.length;
  await elapse(1000);
  expect(timers.mock.calls.length - before).toBeLessThan(10);
  controller.abort("enough");
  expect(await waiting).toBe("enough");
  expect(fetch.sent).toHaveLength(1);
});

test("the wait for one's turn is told in an event", async () => {
  useFakeTime();
  const waits: number[] = [];
  const fetch = scriptedFetch(ok);
  const client = clientWith({
    fetch,
    rateLimit: { requests: 1, perMs: 1000 },
    onEvent: (event) => event.type === "gate" && waits.push(event.waitMs),
  });
  await untilSettled(Promise.all([client.sandboxes.get("0"), client.sandboxes.get("1")]));
  expect(waits).toHaveLength(1);
  expect(waits[0]).toBeGreaterThanOrEqual(1000);
  expect(waits[0]).toBeLessThan(1100);
});
