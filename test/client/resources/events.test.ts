import type { Leap0Event } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { clientWith } from "../../support/client.ts";
import { emulated, ways } from "../../support/emulated.ts";
import { stubRandom, untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { mountRequest, SANDBOX_ID, sandboxStatus } from "../../support/fixtures.ts";
import { call, successes, surfaces } from "../../support/operations.ts";
import { rejection } from "../../support/rejection.ts";
import { connectionReset, json, scriptedFetch } from "../../support/scripted-fetch.ts";

const told = () => {
  const events: Leap0Event[] = [];
  return { events, onEvent: (event: Leap0Event) => void events.push(event) };
};

const everyWay = ways.flatMap((way) => surfaces.map((surface) => [way, surface] as const));
const running = { version: 1, sandboxes: [{ id: SANDBOX_ID, state: "running" }] } as const;

describe.each(everyWay)("events, %s and through %s", (way, surface) => {
  test("of calls are numbered by the call: its attempt, its response and its end", async () => {
    const { events, onEvent } = told();
    const { client: connect } = await emulated(way, { state: running });
    const client = connect({ onEvent });
    await Promise.all([call(surface, client, "getSandbox"), call(surface, client, "getSandbox")]);
    const numbers = new Set(events.map(({ call: number }) => number));
    expect(numbers.size).toBe(2);
    const durationMs = expect.any(Number);
    for (const number of numbers) {
      const common = { operation: "getSandbox", call: number };
      expect(events.filter((event) => event.call === number)).toEqual([
        { ...common, type: "attempt", attempt: 1 },
        { ...common, type: "response", attempt: 1, status: 200, durationMs },
        { ...common, type: "end", outcome: "success", status: 200, attempts: 1, durationMs },
      ]);
    }
  });

  test("of a call that the API rejects end with that", async () => {
    const { events, onEvent } = told();
    const { client } = await emulated(way);
    await call(surface, client({ onEvent }), "getSandbox").catch(() => {});
    expect(events.at(-1)).toMatchObject({ type: "end", outcome: "failure", status: 404, attempts: 1 });
  });
});

describe.each(surfaces)("events, through %s", (surface) => {
  test("of a call that is retried tell why and how long it waits", async () => {
    useFakeTime();
    stubRandom(0.5);
    const { events, onEvent } = told();
    const fetch = scriptedFetch((_, index) => {
      if (index === 0) return json(503);
      if (index === 1) throw connectionReset();
      return json(200, successes.getSandbox.body);
    });
    await untilSettled(call(surface, clientWith({ fetch, onEvent }), "getSandbox"));
    expect(events.map(({ type }) => type).join(" ")).toBe(
      "attempt response retry attempt retry attempt response end",
    );
    expect(events.filter(({ type }) => type === "retry")).toMatchObject([
      { attempt: 1, reason: "response", status: 503, waitMs: 250 },
      { attempt: 2, reason: "connection", problem: "read ECONNRESET", waitMs: 500 },
    ]);
    expect(events.at(-1)).toMatchObject({ outcome: "success", attempts: 3, durationMs: expect.any(Number) });
    expect(new Set(events.map(({ call: number }) => number)).size).toBe(1);
  });

  test("of a call that is aborted end with that", async () => {
    const { events, onEvent } = told();
    const controller = new AbortController();
    const waiting = clientWith({ onEvent, fetch: () => new Promise(() => {}) });
    const ended = rejection(call(surface, waiting, "pauseSandbox", { signal: controller.signal }));
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort("enough");
    await ended;
    expect(events.at(-1)).toMatchObject({ type: "end", operation: "pauseSandbox", outcome: "aborted" });
    expect(events.at(-1)).not.toHaveProperty("status");
  });

  test("of a lost write tell how it was reconciled, under the number of the call", async () => {
    useFakeTime();
    const { events, onEvent } = told();
    const fetch = scriptedFetch(({ method }) => {
      if (method === "GET") return json(200, sandboxStatus({ state: "paused" }));
      throw connectionReset();
    });
    await untilSettled(call(surface, clientWith({ fetch, onEvent }), "pauseSandbox"));
    expect(new Set(events.map(({ call: number }) => number)).size).toBe(1);
    const operation = "pauseSandbox";
    expect(events.filter(({ type }) => type === "reconcile")).toMatchObject([{ operation, result: "done" }]);
    expect(events.filter(({ type }) => type === "end")).toMatchObject([
      { outcome: "success", operation, attempts: 1 },
    ]);
    expect(events.at(-1)?.type).toBe("end");
  });
});

test("events of a wake tell how the sandbox host responded, or why it did not", async () => {
  useFakeTime();
  const { events, onEvent } = told();
  const states = ["paused", "paused", "paused", "running"];
  let wakes = 0;
  const fetch = scriptedFetch(({ url }) => {
    if (url.startsWith("https://api.leap0.dev/"))
      return json(200, sandboxStatus({ state: states.shift() as string }));
    if (wakes++) return json(502);
    throw connectionReset();
  });
  await untilSettled(clientWith({ fetch, onEvent }).sandboxes.resume(SANDBOX_ID));
  const common = { type: "wake", operation: "getSandbox", call: expect.any(Number) };
  expect(events.filter(({ type }) => type === "wake")).toEqual([
    { ...common, reason: "connection", durationMs: expect.any(Number) },
    { ...common, status: 502, durationMs: expect.any(Number) },
  ]);
});

test.each(ways)("events hold no id, no body and no header, %s", async (way) => {
  const { events, onEvent } = told();
  const { client: connect, answerAll } = await emulated(way);
  const echo = { headers: { "x-echo": "pa55word" }, body: { message: "pa55word" } };
  answerAll({ kind: "status", status: 400, ...echo });
  const client = connect({ onEvent, headers: { "x-trace": "pa55word" } });
  await rejection(client.mounts.add("sbx-pa55word", mountRequest({ bucket: "pa55word" })));
  expect(events.length).toBeGreaterThan(2);
  expect(JSON.stringify(events)).not.toContain("pa55word");
});

const fail = () => {
  throw new Error("observer");
};
test.each([
  ["throws", fail],
  ["rejects", async () => fail()],
])("an observer that %s does not disturb the call", async (_, onEvent) => {
  const fetch = scriptedFetch(() => json(200, successes.getSandbox.body));
  expect(await clientWith({ fetch, onEvent }).sandboxes.get("a")).toEqual(successes.getSandbox.body);
  // An unhandled rejection would show in the next turn, and fail the run.
  await new Promise((resolve) => setImmediate(resolve));
});
