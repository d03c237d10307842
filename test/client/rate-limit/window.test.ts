import fc from "fast-check";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { mostInAWindow } from "../../faults/server/limited-api.ts";
import {
  clientOf,
  clientWith,
  idsOf,
  json,
  never,
  ok,
  type Sent,
  scriptedFetch,
} from "../../support/client.ts";
import { elapse, settle, untilSettled, useFakeTime } from "../../support/fake-time.ts";

beforeEach(useFakeTime);

const startsOf = (sent: readonly Sent[]) => sent.map(({ at }) => at);

test("no window holds more starts than were allowed, whenever calls come and however long they take", async () => {
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
        const { sandboxes, sent } = clientOf(
          async (_, index) => {
            await new Promise((resolve) => setTimeout(resolve, calls[index]?.takes ?? 0));
            return ok();
          },
          { rateLimit: { requests, perMs, inFlight }, totalTimeoutMs: Number.POSITIVE_INFINITY },
        );
        const all = [];
        for (const [index, { gap, aborted }] of calls.entries()) {
          await elapse(gap);
          const controller = new AbortController();
          all.push(sandboxes.get(String(index), { signal: controller.signal }).catch(() => {}));
          // Some leave the queue again: that must not make room for more than one.
          if (aborted) setTimeout(() => controller.abort(), gap / 2);
        }
        await untilSettled(Promise.all(all));
        expect(mostInAWindow(startsOf(sent), perMs)).toBeLessThanOrEqual(requests);
        // First come, first served.
        const order = idsOf(sent).map(Number);
        expect(order).toEqual([...order].sort((a, b) => a - b));
      },
    ),
    { numRuns: 40 },
  );
});

describe("a burst", () => {
  test("starts as early as the window allows, in the order of the calls", async () => {
    const { sandboxes, sent } = clientOf(ok, { rateLimit: { requests: 10, perMs: 1000 } });
    const ids = Array.from({ length: 35 }, (_, index) => String(index));
    await untilSettled(Promise.all(ids.map((id) => sandboxes.get(id))));
    expect(idsOf(sent)).toEqual(ids);
    for (const [index, at] of startsOf(sent).entries())
      expect(Math.abs(at - Math.floor(index / 10) * 1000)).toBeLessThanOrEqual(5);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("of the documented size goes out at once, and the next request waits for the window", async () => {
    const { sandboxes, sent } = clientOf(ok);
    const all = Array.from({ length: 1001 }, (_, index) => sandboxes.get(String(index)));
    await settle();
    await elapse(59_990);
    expect(sent).toHaveLength(1000);
    await untilSettled(Promise.all(all));
    expect(startsOf(sent).at(-1)).toBeGreaterThanOrEqual(60_000);
    expect(startsOf(sent).at(-1)).toBeLessThan(60_100);
  });

  test("without a rate limiter goes out at once whatever its size", async () => {
    const { sandboxes, sent } = clientOf(never, { rateLimit: false });
    for (let index = 0; index < 1200; index++) void sandboxes.get("a");
    await settle();
    expect(sent).toHaveLength(1200);
  });

  test("is of all the client's calls together: both surfaces, all operations", async () => {
    const { sandboxes, mounts, api, sent } = clientOf(({ method }) => (method === "GET" ? ok() : json(204)), {
      rateLimit: { requests: 2, perMs: 1000 },
    });
    const all = Promise.all([
      sandboxes.get("a"),
      api.GET("/v1/sandbox/{sandboxID}/", { params: { path: { sandboxID: "b" } } }),
      mounts.delete("a", "b"),
      mounts.list("c"),
      sandboxes.delete("d"),
    ]);
    await untilSettled(all);
    expect(startsOf(sent).map((at) => Math.round(at / 1000))).toEqual([0, 0, 1, 1, 2]);
  });

  test("of two clients is of each for itself", async () => {
    const fetch = scriptedFetch(ok);
    const options = { fetch, rateLimit: { requests: 1, perMs: 60_000 } };
    await Promise.all([clientWith(options).sandboxes.get("a"), clientWith(options).sandboxes.get("b")]);
    expect(fetch.sent).toHaveLength(2);
  });
});

test("the longest windows there are do not keep the machine busy", async () => {
  const timers = vi.spyOn(globalThis, "setTimeout");
  onTestFinished(() => timers.mockRestore());
  const { sandboxes, sent } = clientOf(ok, {
    rateLimit: { requests: 1, perMs: 1e12 },
    totalTimeoutMs: 1e13,
  });
  await sandboxes.get("0");
  const controller = new AbortController();
  const waiting = sandboxes.get("1", { signal: controller.signal }).catch((reason) => reason);
  const before = timers.mock.calls.length;
  await elapse(1000);
  expect(timers.mock.calls.length - before).toBeLessThan(10);
  controller.abort("enough");
  expect(await waiting).toBe("enough");
  expect(sent).toHaveLength(1);
});
