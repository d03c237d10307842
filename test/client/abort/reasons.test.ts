import { describe, expect, test, vi } from "vitest";
import { clientWith } from "../../support/client.ts";
import { elapse, settle, stubRandom, useFakeTime } from "../../support/fake-time.ts";
import { SANDBOX_ID } from "../../support/fixtures.ts";
import { call, everyCall, surfaces } from "../../support/operations.ts";
import { scriptedFetch } from "../../support/scripted-fetch.ts";
import { moments } from "./moments.ts";

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
  describe.each(Object.entries(moments))("an abort %s", (_, makeMoment) => {
    const start = async () => {
      useFakeTime();
      stubRandom(0.5);
      const { fetch, options, before, sent } = makeMoment();
      const client = clientWith({ fetch, ...options });
      if (before) await call(surface, client, "pauseSandbox");
      const controller = new AbortController();
      const settled = vi.fn();
      call(surface, client, "pauseSandbox", { signal: controller.signal }).then(
        (value) => settled("resolved", value),
        (reason) => settled("rejected", reason),
      );
      // The first look comes after a short wait of its own.
      await elapse(sent > 1 ? 300 : 1);
      expect(fetch.sent).toHaveLength(sent);
      expect(settled).not.toHaveBeenCalled();
      return { controller, settled, fetch, sent };
    };

    test.each(reasons)(
      "with %s rejects at once with just that, and nothing is sent any more",
      async (_, reason) => {
        const { controller, settled, fetch, sent } = await start();
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

  test.each(reasons)("a signal that was aborted before with %s sends nothing", async (_, reason) => {
    const fetch = scriptedFetch(() => Response.json({}));
    const [settled, apiKey, onEvent] = [vi.fn(), vi.fn(() => "key"), vi.fn()];
    const client = clientWith({ fetch, apiKey, onEvent });
    await call(surface, client, "pauseSandbox", { signal: AbortSignal.abort(reason) }).catch(settled);
    expect(settled.mock.calls).toEqual([[reason]]);
    expect(fetch.sent).toEqual([]);
    // Nor is anything begun that would have to be ended.
    expect(apiKey).not.toHaveBeenCalled();
    expect(onEvent).not.toHaveBeenCalled();
  });

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

test("an abort from within the event of the gate is seen before the request is sent", async () => {
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
