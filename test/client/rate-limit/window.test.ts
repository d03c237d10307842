import fc from "fast-check";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { mostInAWindow } from "../../faults/server/limited-api.ts";
import { clientWith } from "../../support/client.ts";
import { elapse, settle, untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { successes } from "../../support/operations.ts";
import { json, type ScriptedFetch, scriptedFetch } from "../../support/scripted-fetch.ts";

const ok = () => json(200, successes.getSandbox.body);
const startsOf = ({ sent }: ScriptedFetch) => sent.map(({ at }) => at);
const idsOf = ({ sent }: ScriptedFetch) => sent.map(({ url }) => Number(url.split("/").at(-2)));

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
        const fetch = scriptedFetch(async (_, index) => {
          await new Promise((resolve) => setTimeout(resolve, calls[index]?.takes ?? 0));
          return ok();
        });
        const rateLimit = { requests, perMs, inFlight };
        const client = clientWith({ fetch, rateLimit, totalTimeoutMs: Number.POSITIVE_INFINITY });
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
    const ids = Array.from({ length: 35 }, (_, index) => index);
    await untilSettled(Promise.all(ids.map((id) => client.sandboxes.get(String(id)))));
    expect(idsOf(fetch)).toEqual(ids);
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
    for (let index = 0; index < 1200; index++) void client.sandboxes.get("a");
    await settle();
    expect(fetch.sent).toHaveLength(1200);
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
