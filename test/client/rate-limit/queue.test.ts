import type { ClientOptions } from "leap0-fetch";
import { beforeEach, describe, expect, test } from "vitest";
import { clientOf, idsOf, json, never, ok, refused } from "../../support/client.ts";
import { elapse, settle, stubRandom, untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { mount, mountRequest, sandbox } from "../../support/fixtures.ts";

beforeEach(useFakeTime);

/** A limiter that holds back by what is under way alone. */
const atOnce = (inFlight: number) => ({ rateLimit: { requests: 1000, perMs: 1000, inFlight } });

describe("inFlight", () => {
  test("bounds what is under way, and lets the next one go when one is done", async () => {
    const done: (() => void)[] = [];
    const respond = () => new Promise<Response>((resolve) => done.push(() => resolve(ok())));
    const { sandboxes, sent } = clientOf(respond, atOnce(3));
    for (let index = 0; index < 5; index++) void sandboxes.get(String(index));
    await settle();
    expect(sent).toHaveLength(3);
    done[1]?.();
    await settle();
    expect(idsOf(sent)).toEqual(["0", "1", "2", "3"]);
    done[0]?.();
    done[2]?.();
    await settle();
    expect(sent).toHaveLength(5);
  });

  test("gives a place back when an attempt fails, is aborted or runs into its limit", async () => {
    const endings = [refused, never, never];
    const { sandboxes, sent } = clientOf((request, index) => (endings[index] ?? ok)(request, index), {
      maxRetries: 0,
      ...atOnce(1),
    });
    const controller = new AbortController();
    const ended = Promise.allSettled([
      sandboxes.get("0"),
      sandboxes.get("1", { timeoutMs: 500 }),
      sandboxes.get("2", { signal: controller.signal }),
      sandboxes.get("3"),
    ]);
    await elapse(600);
    expect(sent).toHaveLength(3);
    controller.abort();
    const statuses = (await untilSettled(ended)).map(({ status }) => status);
    expect(statuses).toEqual(["rejected", "rejected", "rejected", "fulfilled"]);
  });

  test("gives a place back when the key cannot be had", async () => {
    let asked = 0;
    const apiKey = () => {
      if (asked++ < 5) throw new RangeError("vault is sealed");
      return "key-after-all";
    };
    const { sandboxes, sent } = clientOf(ok, { apiKey, ...atOnce(1) });
    for (let index = 0; index < 5; index++) await expect(sandboxes.get("a")).rejects.toThrow(RangeError);
    await sandboxes.get("a");
    expect(sent).toHaveLength(1);
  });
});

test.each([
  ["is aborted", (controller: AbortController) => ({ signal: controller.signal })],
  ["is over its total limit", () => ({ totalTimeoutMs: 500 })],
])("a call in the queue that %s gives its place to the next", async (_, options) => {
  const { sandboxes, sent } = clientOf(ok, { rateLimit: { requests: 1, perMs: 1000 } });
  const controller = new AbortController();
  const ended = Promise.allSettled([
    sandboxes.get("0"),
    sandboxes.get("1", options(controller)),
    sandboxes.get("2"),
  ]);
  await elapse(500);
  controller.abort();
  await untilSettled(ended);
  expect(idsOf(sent)).toEqual(["0", "2"]);
  expect(sent[1]?.at).toBeLessThan(1100);
});

test("a call that may start in the very moment of its abort gives its place back", async () => {
  const controller = new AbortController();
  const { sandboxes, sent } = clientOf(ok, {
    ...atOnce(1),
    // By then the limiter has given the place of the first to the second.
    onEvent: ({ type }) => type === "response" && controller.abort("enough"),
  });
  const ended = Promise.allSettled([
    sandboxes.get("0"),
    sandboxes.get("1", { signal: controller.signal }),
    sandboxes.get("2"),
  ]);
  expect(await untilSettled(ended)).toMatchObject([
    { status: "fulfilled" },
    { status: "rejected", reason: "enough" },
    { status: "fulfilled" },
  ]);
  expect(idsOf(sent)).toEqual(["0", "2"]);
});

test("an event says how long a call waited", async () => {
  const { sandboxes, events } = clientOf(ok, { rateLimit: { requests: 1, perMs: 1000 } });
  await untilSettled(Promise.all([sandboxes.get("0"), sandboxes.get("1")]));
  const waits = events.flatMap((event) => (event.type === "rate-limit" ? [event.waitMs] : []));
  expect(waits).toHaveLength(1);
  expect(waits[0]).toBeGreaterThanOrEqual(1000);
  expect(waits[0]).toBeLessThan(1100);
});

describe("priority", () => {
  const SLOT_MS = 10;

  /** A client whose calls wait: each slot of the pace lets one start. */
  const paced = (options: ClientOptions = {}, respond: Parameters<typeof clientOf>[0] = ok) =>
    clientOf(respond, {
      rateLimit: { requests: 1, perMs: SLOT_MS },
      totalTimeoutMs: Number.POSITIVE_INFINITY,
      ...options,
    });
  const calls = (count: number, run: (id: string) => Promise<unknown>, name = "") =>
    Array.from({ length: count }, (_, at) => run(`${name}${at}`));

  test("2,000 low calls wait, then 20 high ones come: each starts within two slots of its turn, and the low ones end", async () => {
    const { sandboxes, sent } = paced();
    const low = calls(2000, (id) => sandboxes.get(id, { priority: "low" }));
    await elapse(50 * SLOT_MS);
    const arrivedAt = performance.now();
    const high = calls(20, (id) => sandboxes.get(id, { priority: "high" }), "high");
    await untilSettled(Promise.all([...low, ...high]));
    const highStarts = sent.filter(({ url }) => url.includes("high"));
    expect(highStarts).toHaveLength(20);
    for (const [turn, { at }] of highStarts.entries())
      expect(at - arrivedAt).toBeLessThanOrEqual((turn + 1 + 2) * SLOT_MS);
    expect(sent).toHaveLength(2020);
  });

  test("a low call never starves: ten starts may pass it, then the oldest that was passed is next", async () => {
    const { sandboxes, sent } = paced();
    const all = [
      ...calls(3, (id) => sandboxes.get(id, { priority: "low" }), "low"),
      ...calls(3, (id) => sandboxes.get(id), "normal"),
      ...calls(44, (id) => sandboxes.get(id, { priority: "high" }), "high"),
    ];
    await untilSettled(Promise.all(all));
    const order = idsOf(sent);
    // The very first started before the others came.
    const others = order.flatMap((id, place) => (id.startsWith("high") ? [] : [place]));
    expect(others.slice(0, 5)).toEqual([0, 11, 22, 33, 44]);
    const inTheirOrder = ["low0", "low1", "low2", "normal0", "normal1", "normal2"];
    expect(order.filter((id) => !id.startsWith("high"))).toEqual(inTheirOrder);
  });

  test("is the client's where the call has none", async () => {
    const { sandboxes, sent } = paced({ priority: "low" });
    const low = calls(3, (id) => sandboxes.get(id));
    await untilSettled(Promise.all([...low, sandboxes.get("normal", { priority: "normal" })]));
    expect(idsOf(sent)).toEqual(["0", "normal", "1", "2"]);
  });

  test("is kept by retries, by reads that reconcile, and by each call of a method that makes several", async () => {
    stubRandom(0);
    let pauses = 0;
    const { sandboxes, mounts, sent } = paced({}, ({ method, url }) => {
      if (method === "GET")
        return url.includes("sandboxes") ? json(200, { items: [], total_items: 0 }) : ok();
      if (url.endsWith("/mounts")) return json(201, mount());
      // Its outcome is unknown: it is reconciled, and retried since the sandbox is running.
      return pauses++ ? json(201, sandbox({ state: "paused" })) : json(500);
    });
    const high = { priority: "high" } as const;
    const background = calls(40, async (id) => sandboxes.list({ page: 1 + Number(id) }));
    const urgent = [
      sandboxes.pause("urgent", high),
      mounts.ensure("urgent", mountRequest(), high),
      sandboxes.waitFor("urgent", "running", high),
    ];
    await untilSettled(Promise.all([...background, ...urgent]));
    const urgentPlaces = sent.flatMap(({ url }, place) => (url.includes("urgent") ? [place] : []));
    // Pause, read, pause; read, add; read. The first of the others had started already, and one may come between.
    expect(urgentPlaces).toHaveLength(6);
    expect(urgentPlaces.at(-1)).toBeLessThanOrEqual(urgentPlaces.length + 2);
  });
});
