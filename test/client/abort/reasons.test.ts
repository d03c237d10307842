import type { ClientOptions } from "leap0-fetch";
import { describe, expect, test, vi } from "vitest";
import { clientWith } from "../../support/client.ts";
import { elapse, settle, stubRandom, useFakeTime } from "../../support/fake-time.ts";
import { SANDBOX_ID, sandboxStatus } from "../../support/fixtures.ts";
import { call, everyCall, successes, surfaces } from "../../support/operations.ts";
import { connectionReset, hanging, json, type Sent, scriptedFetch } from "../../support/scripted-fetch.ts";

const never = () => new Promise<never>(() => {});
const paused = () => json(201, successes.pauseSandbox.body);
const later = (status: number) => () => json(status, undefined, { "retry-after": "60" });
const stalledBody = () =>
  new Response(new ReadableStream({ start: (to) => to.enqueue(new TextEncoder().encode('{"id":')) }), {
    status: 201,
  });
/** Loses the write, and has this for reads. */
const losing = (read: (request: Sent) => Response | Promise<Response>) => (request: Sent) =>
  request.method === "GET" ? read(request) : Promise.reject(connectionReset());

/** Moments at which a call to pauseSandbox waits for something, and how many requests have been sent by then. */
const moments: [string, number, Parameters<typeof scriptedFetch>[0], Partial<ClientOptions>?][] = [
  ["while the key is fetched", 0, paused, { apiKey: never }],
  ["while fetch has no response", 1, hanging],
  ["while a fetch that knows no signals has no response", 1, never],
  ["while the body is read", 1, stalledBody],
  ["during backoff", 1, () => json(503)],
  ["while it waits as long as the API asked", 1, later(503)],
  ["while it waits without a rate limiter after a 429", 1, later(429), { rateLimit: false }],
  ["while the rate limiter waits after a 429", 1, later(429)],
  ["while a lost write is reconciled", 2, losing(hanging)],
  [
    "while a lost write is still under way",
    2,
    losing(() => json(200, sandboxStatus({ state: "snapshotting" }))),
  ],
  // A call before it takes the only place.
  ["in the rate limiter's queue", 1, paused, { rateLimit: { requests: 1, perMs: 60_000 } }],
];

class OwnReason extends Error {}

const reasons: [string, unknown][] = [
  ["null", null],
  ["0", 0],
  ["an empty text", ""],
  ["false", false],
  ["a text", "enough"],
  ["an object", { because: "enough" }],
  ["an error of one's own", new OwnReason("enough")],
];

describe.each(surfaces)("through %s", (surface) => {
  describe.each(moments)("an abort %s", (_, sent, respond, options) => {
    const start = async () => {
      useFakeTime();
      stubRandom(0.5);
      const fetch = scriptedFetch(respond);
      const client = clientWith({ fetch, ...options });
      if (options?.rateLimit) await call(surface, client, "pauseSandbox");
      const controller = new AbortController();
      const settled = vi.fn();
      call(surface, client, "pauseSandbox", { signal: controller.signal }).then(
        (value) => settled("resolved", value),
        (reason) => settled("rejected", reason),
      );
      // Reconciling begins after a short wait.
      await elapse(sent > 1 ? 300 : 1);
      expect(fetch.sent).toHaveLength(sent);
      expect(settled).not.toHaveBeenCalled();
      return { controller, settled, fetch };
    };

    test.each(reasons)(
      "with %s rejects at once with just that, and nothing is sent any more",
      async (_, reason) => {
        const { controller, settled, fetch } = await start();
        controller.abort(reason);
        await settle();
        expect(settled.mock.calls).toEqual([["rejected", reason]]);
        if (typeof reason === "object") expect(settled.mock.calls[0]?.[1]).toBe(reason);
        expect(vi.getTimerCount()).toBe(0);
        await elapse(3_600_000);
        expect(fetch.sent).toHaveLength(sent);
      },
    );

    test("without a reason rejects with the platform's AbortError", async () => {
      const { controller, settled } = await start();
      controller.abort();
      await settle();
      expect(settled.mock.calls).toEqual([["rejected", controller.signal.reason]]);
      expect(controller.signal.reason).toMatchObject({ name: "AbortError" });
    });
  });

  test.each(reasons)(
    "a signal that was aborted before with %s sends nothing, and begins nothing",
    async (_, reason) => {
      const [fetch, settled, apiKey, onEvent] = [vi.fn(), vi.fn(), vi.fn(() => "key"), vi.fn()];
      const client = clientWith({ fetch, apiKey, onEvent });
      await call(surface, client, "pauseSandbox", { signal: AbortSignal.abort(reason) }).catch(settled);
      expect(settled.mock.calls).toEqual([[reason]]);
      for (const used of [fetch, apiKey, onEvent]) expect(used).not.toHaveBeenCalled();
    },
  );

  test.each(reasons)("an abort with %s in the same tick as the call is seen", async (_, reason) => {
    useFakeTime();
    const fetch = scriptedFetch(() => new Promise(() => {}));
    const controller = new AbortController();
    const settled = vi.fn();
    call(surface, clientWith({ fetch }), "pauseSandbox", { signal: controller.signal }).catch(settled);
    controller.abort(reason);
    await settle();
    expect(settled.mock.calls).toEqual([[reason]]);
    expect(fetch.sent).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

test.each(everyCall())("an abort of %s through %s gives its reason", async (id, surface) => {
  useFakeTime();
  const fetch = scriptedFetch(() => new Promise(() => {}));
  const controller = new AbortController();
  const settled = vi.fn();
  call(surface, clientWith({ fetch }), id, { signal: controller.signal }).catch(settled);
  await settle();
  expect(fetch.sent).toHaveLength(1);
  controller.abort("enough");
  await settle();
  expect(settled.mock.calls).toEqual([["enough"]]);
  // The request itself is given up as well, so that its connection is free.
  expect(fetch.sent[0]?.signal.aborted).toBe(true);
});

test.each(["attempt", "response", "retry"] as const)(
  "an abort from within the event %s is seen, whatever the call does next",
  async (type) => {
    useFakeTime();
    const controller = new AbortController();
    const fetch = scriptedFetch(() => new Response(null, { status: 503, headers: { "retry-after": "60" } }));
    const client = clientWith({ fetch, onEvent: (event) => event.type === type && controller.abort(type) });
    const settled = vi.fn();
    client.sandboxes.get(SANDBOX_ID, { signal: controller.signal }).catch(settled);
    await settle();
    expect(settled.mock.calls).toEqual([[type]]);
    expect(vi.getTimerCount()).toBe(0);
  },
);

test("an abort from within the event of the rate limiter is seen before the request is sent", async () => {
  useFakeTime();
  const controller = new AbortController();
  const fetch = scriptedFetch(() => Response.json({ items: [] }));
  const client = clientWith({
    fetch,
    rateLimit: { requests: 1, perMs: 1000 },
    onEvent: ({ type }) => type === "rate-limit" && controller.abort(type),
  });
  await client.sandboxes.list();
  const settled = vi.fn();
  client.sandboxes.get(SANDBOX_ID, { signal: controller.signal }).catch(settled);
  await elapse(3000);
  expect(settled.mock.calls).toEqual([["rate-limit"]]);
  expect(fetch.sent).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});
