import type { ClientOptions } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { clientWith } from "../../support/client.ts";
import { elapse, settle, stubRandom, untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { mountRequest } from "../../support/fixtures.ts";
import { successes } from "../../support/operations.ts";
import { json, type ScriptedFetch, scriptedFetch } from "../../support/scripted-fetch.ts";

const ok = () => json(200, successes.getSandbox.body);
const idsOf = ({ sent }: ScriptedFetch) => sent.map(({ url }) => Number(url.split("/").at(-2)));

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
    const rateLimit = { requests: 1000, perMs: 1000, inFlight: 1 };
    const client = clientWith({ fetch, maxRetries: 0, rateLimit });
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
    const statuses = (await untilSettled(ended)).map(({ status }) => status);
    expect(statuses).toEqual(["rejected", "rejected", "rejected", "fulfilled"]);
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

test.each([
  ["is aborted", (controller: AbortController) => ({ signal: controller.signal })],
  ["is over its total limit", () => ({ totalTimeoutMs: 500 })],
])("a call in the queue that %s gives its place to the next", async (_, options) => {
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
  expect(fetch.sent[1]?.at).toBeLessThan(1100);
});

test("a call that may start in the very moment of its abort gives its place back", async () => {
  useFakeTime();
  const controller = new AbortController();
  const fetch = scriptedFetch(ok);
  const client = clientWith({
    fetch,
    rateLimit: { requests: 1000, perMs: 1000, inFlight: 1 },
    // By then the limiter has given the place of the first to the second.
    onEvent: ({ type }) => type === "response" && controller.abort("enough"),
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

test("an event says how long a call waited", async () => {
  useFakeTime();
  const waits: number[] = [];
  const fetch = scriptedFetch(ok);
  const client = clientWith({
    fetch,
    rateLimit: { requests: 1, perMs: 1000 },
    onEvent: (event) => event.type === "rate-limit" && waits.push(event.waitMs),
  });
  await untilSettled(Promise.all([client.sandboxes.get("0"), client.sandboxes.get("1")]));
  expect(waits).toHaveLength(1);
  expect(waits[0]).toBeGreaterThanOrEqual(1000);
  expect(waits[0]).toBeLessThan(1100);
});

describe("priority", () => {
  const requests = 100;
  const slotMs = 1000 / requests;

  /** A client whose calls wait: each slot of the pace lets one start. */
  function paced(options: Partial<ClientOptions> = {}) {
    useFakeTime();
    const fetch = scriptedFetch(ok);
    const rateLimit = { requests: 1, perMs: slotMs };
    const client = clientWith({ fetch, rateLimit, totalTimeoutMs: Number.POSITIVE_INFINITY, ...options });
    return { fetch, client };
  }
  const calls = (count: number, run: (id: string) => Promise<unknown>, from = 0) =>
    Array.from({ length: count }, (_, at) => run(String(from + at)));

  test("2,000 low calls wait, then 20 high ones come: each starts within two slots of its turn, and the low ones end", async () => {
    const { fetch, client } = paced();
    const low = calls(2000, (id) => client.sandboxes.get(id, { priority: "low" }));
    await elapse(50 * slotMs);
    const arrivedAt = performance.now();
    const high = calls(20, (id) => client.sandboxes.get(id, { priority: "high" }), 10_000);
    await untilSettled(Promise.all([...low, ...high]));
    const highStarts = fetch.sent.filter((_, index) => Number(idsOf(fetch)[index]) >= 10_000);
    expect(highStarts).toHaveLength(20);
    for (const [turn, { at }] of highStarts.entries())
      expect(at - arrivedAt).toBeLessThanOrEqual((turn + 1 + 2) * slotMs);
    expect(fetch.sent).toHaveLength(2020);
  });

  test("a low call never starves: ten starts may pass it, then the oldest that was passed is next", async () => {
    const { fetch, client } = paced();
    const all = [
      ...calls(3, (id) => client.sandboxes.get(id, { priority: "low" })),
      ...calls(3, (id) => client.sandboxes.get(id), 100),
      ...calls(44, (id) => client.sandboxes.get(id, { priority: "high" }), 200),
    ];
    await untilSettled(Promise.all(all));
    const order = idsOf(fetch).map((id) => (id < 100 ? "low" : id < 200 ? "normal" : "high"));
    // The very first started before the others came.
    const others = order.flatMap((priority, place) => (priority === "high" ? [] : [place]));
    expect(others.slice(0, 5)).toEqual([0, 11, 22, 33, 44]);
    expect(idsOf(fetch).filter((id) => id < 200)).toEqual([0, 1, 2, 100, 101, 102]);
  });

  test("is the client's where the call has none", async () => {
    const { fetch, client } = paced({ priority: "low" });
    const all = [
      ...calls(3, (id) => client.sandboxes.get(id)),
      ...calls(1, (id) => client.sandboxes.get(id, { priority: "normal" }), 100),
    ];
    await untilSettled(Promise.all(all));
    expect(idsOf(fetch)).toEqual([0, 100, 1, 2]);
  });

  test("is kept by retries, by reads that reconcile, and by each call of a method that makes several", async () => {
    useFakeTime();
    stubRandom(0);
    const running = { ...(successes.getSandbox.body as object), state: "running" };
    let pauses = 0;
    const fetch = scriptedFetch(({ method, url }) => {
      if (method === "GET")
        return json(200, url.includes("sandboxes") ? { items: [], total_items: 0 } : running);
      if (url.endsWith("/mounts")) return json(201, successes.addSandboxMount.body);
      // Its outcome is unknown: it is reconciled, and retried since the sandbox is running.
      return pauses++ ? json(201, successes.pauseSandbox.body) : json(500);
    });
    const client = clientWith({ fetch, rateLimit: { requests: 1, perMs: slotMs } });
    const high = { priority: "high" } as const;
    const background = calls(40, (id) => client.sandboxes.list({ page: 1 + Number(id) }));
    const urgent = [
      client.sandboxes.pause("urgent", high),
      client.mounts.ensure("urgent", mountRequest(), high),
      client.sandboxes.waitFor("urgent", "running", high),
    ];
    await untilSettled(Promise.all([...background, ...urgent]));
    const urgentPlaces = fetch.sent.flatMap(({ url }, place) => (url.includes("urgent") ? [place] : []));
    // Pause, read, pause; read, add; read. The first of the others had started already, and one may come between.
    expect(urgentPlaces).toHaveLength(6);
    expect(urgentPlaces.at(-1)).toBeLessThanOrEqual(urgentPlaces.length + 2);
  });
});
