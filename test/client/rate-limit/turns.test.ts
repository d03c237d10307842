import { describe, expect, test } from "vitest";
import { clientWith } from "../../support/client.ts";
import { elapse, settle, untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { successes } from "../../support/operations.ts";
import { json, type ScriptedFetch, scriptedFetch } from "../../support/scripted-fetch.ts";

const ok = () => json(200, successes.getSandbox.body);
const startsOf = ({ sent }: ScriptedFetch) => sent.map(({ at }) => at);
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

test("the wait for one's turn is told in an event", async () => {
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
