import type { ClientOptions, Leap0Client } from "leap0-fetch";
import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  clientOf,
  hanging,
  json,
  never,
  ok,
  type Respond,
  reset,
  stalledBody,
} from "../../support/client.ts";
import { elapse, settle, stubRandom, useFakeTime } from "../../support/fake-time.ts";
import { SANDBOX_ID, sandboxStatus } from "../../support/fixtures.ts";

beforeEach(useFakeTime);

type Run = (client: Leap0Client, signal: AbortSignal) => Promise<unknown>;

const pause: Run = ({ sandboxes }, signal) => sandboxes.pause(SANDBOX_ID, { signal });
const iterate: Run = async ({ sandboxes }, signal) => {
  for await (const _ of sandboxes.list({}, { signal }));
};
const inState = (state: string) => () => json(200, sandboxStatus({ state }));
const paused = inState("paused");
const later = (status: number) => () => json(status, undefined, { "retry-after": "60" });
/** Loses the write, and has this for reads. */
const losing =
  (read: Respond): Respond =>
  (request, index) =>
    (request.method === "GET" ? read : reset)(request, index);
const page = () => json(200, { items: [{ id: "a" }], total_items: 9 });

/** Moments at which a call waits for something, and how many requests have been sent by then. */
const moments: [string, number, Respond, Run?, ClientOptions?][] = [
  ["while the key is fetched", 0, paused, pause, { apiKey: never }],
  ["while fetch has no response", 1, hanging],
  ["while a fetch that knows no signals has no response", 1, never],
  ["while the body is read", 1, () => stalledBody()],
  ["during backoff", 1, () => json(503)],
  ["while it waits as long as the API asked", 1, later(503)],
  ["while it waits without a rate limiter after a 429", 1, later(429), pause, { rateLimit: false }],
  ["while the rate limiter waits after a 429", 1, later(429)],
  ["while a lost write is reconciled", 2, losing(hanging)],
  ["while a lost write is still under way", 2, losing(inState("snapshotting"))],
  // A call before it takes the only place.
  ["in the rate limiter's queue", 1, paused, pause, { rateLimit: { requests: 1, perMs: 60_000 } }],
  [
    "of waitFor between two polls",
    1,
    ok,
    ({ sandboxes }, signal) => sandboxes.waitFor("a", "paused", { signal }),
  ],
  [
    "of resume while the sandbox's own host does not respond",
    3,
    (request) => (request.url.includes("/v1/") ? paused() : hanging(request)),
    ({ sandboxes }, signal) => sandboxes.resume("a", { signal }),
  ],
  [
    "of an iteration while it loads its pages",
    2,
    (request, index) => (index ? hanging(request) : page()),
    iterate,
  ],
];

class OwnReason extends Error {}

const reasons: [string, unknown][] = [
  ["no reason of its own", undefined],
  ["null", null],
  ["0", 0],
  ["an empty text", ""],
  ["false", false],
  ["a text", "enough"],
  ["an object", { because: "enough" }],
  ["an error of one's own", new OwnReason("enough")],
];

const watch = (promise: Promise<unknown>) => {
  const rejected = vi.fn();
  promise.then(() => expect.fail("resolved"), rejected);
  return rejected;
};

describe.each(moments)("an abort %s", (_, requests, respond, run = pause, options = {}) => {
  test.each(reasons)(
    "with %s rejects at once with just that, and nothing is sent any more",
    async (_, reason) => {
      stubRandom(0.5);
      const { client, sent } = clientOf(respond, options);
      if (options.rateLimit) await client.sandboxes.pause(SANDBOX_ID);
      const controller = new AbortController();
      const rejected = watch(run(client, controller.signal));
      // Reconciling begins after a short wait.
      await elapse(requests > 1 ? 300 : 1);
      expect(sent).toHaveLength(requests);
      expect(rejected).not.toHaveBeenCalled();

      controller.abort(reason);
      await settle();
      expect(rejected).toHaveBeenCalledExactlyOnceWith(controller.signal.reason);
      expect(rejected.mock.lastCall?.[0]).toBe(controller.signal.reason);
      expect(vi.getTimerCount()).toBe(0);
      await elapse(3_600_000);
      expect(sent).toHaveLength(requests);
    },
  );
});

test.each(reasons)(
  "a signal that was aborted before with %s sends nothing, and begins nothing",
  async (_, reason) => {
    const apiKey = vi.fn(() => "key");
    const { client, sent, events } = clientOf(paused, { apiKey });
    const signal = AbortSignal.abort(reason);
    const rejected = watch(pause(client, signal));
    await settle();
    expect(rejected.mock.calls).toEqual([[signal.reason]]);
    expect(apiKey).not.toHaveBeenCalled();
    expect([sent, events]).toEqual([[], []]);
  },
);

test.each(reasons)("an abort with %s in the same tick as the call is seen", async (_, reason) => {
  const { client, sent } = clientOf(never);
  const controller = new AbortController();
  const rejected = watch(pause(client, controller.signal));
  controller.abort(reason);
  await settle();
  expect(rejected.mock.calls).toEqual([[controller.signal.reason]]);
  expect(sent).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

test.each(["attempt", "response", "retry", "rate-limit"])(
  "an abort from within the event %s is seen, whatever the call does next",
  async (type) => {
    const controller = new AbortController();
    const { client, sent } = clientOf(type === "rate-limit" ? ok : later(503), {
      rateLimit: { requests: type === "rate-limit" ? 1 : 10, perMs: 1000 },
      onEvent: (event) => event.type === type && controller.abort(type),
    });
    if (type === "rate-limit") await client.sandboxes.get(SANDBOX_ID);
    const rejected = watch(client.sandboxes.get(SANDBOX_ID, { signal: controller.signal }));
    await elapse(3000);
    expect(rejected.mock.calls).toEqual([[type]]);
    expect(sent.length).toBeLessThan(2);
    expect(vi.getTimerCount()).toBe(0);
  },
);

test("an abort of one call leaves the others alone", async () => {
  let respond: (response: Response) => void = () => {};
  const late = new Promise<Response>((resolve) => {
    respond = resolve;
  });
  const { client, sent } = clientOf((request, index) => (index ? late : hanging(request)));
  const controller = new AbortController();
  const rejected = watch(client.sandboxes.get(SANDBOX_ID, { signal: controller.signal }));
  const other = client.sandboxes.get(SANDBOX_ID, { signal: new AbortController().signal });
  await settle();
  controller.abort("enough");
  await settle();
  expect(rejected.mock.calls).toEqual([["enough"]]);
  expect(sent.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  respond(ok());
  expect(await other).toEqual(sandboxStatus());
});
