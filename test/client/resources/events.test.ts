import type { Leap0Event } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { clientOf, json, never, ok, reset } from "../../support/client.ts";
import { emulated, ways } from "../../support/emulated.ts";
import { stubRandom, untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { mountRequest, SANDBOX_ID, sandboxStatus } from "../../support/fixtures.ts";
import { rejection } from "../../support/rejection.ts";

// That both surfaces tell the same is held in test/client/parity.test.ts.

const durationMs = expect.any(Number);

describe("events", () => {
  test("of calls are numbered by the call: its attempt, its response and its end", async () => {
    const { sandboxes, events } = clientOf(ok);
    await Promise.all([sandboxes.get("a"), sandboxes.get("b")]);
    const numbers = new Set(events.map(({ call: number }) => number));
    expect(numbers.size).toBe(2);
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
    const { sandboxes, events } = clientOf(() => json(404));
    await rejection(sandboxes.get("a"));
    expect(events.at(-1)).toMatchObject({ type: "end", outcome: "failure", status: 404, attempts: 1 });
  });

  test("of a call that is retried tell why and how long it waits", async () => {
    useFakeTime();
    stubRandom(0.5);
    const failures = [() => json(503), reset];
    const { sandboxes, events } = clientOf((request, index) => (failures[index] ?? ok)(request, index));
    await untilSettled(sandboxes.get("a"));
    expect(events.map(({ type }) => type).join(" ")).toBe(
      "attempt response retry attempt retry attempt response end",
    );
    expect(events.filter(({ type }) => type === "retry")).toMatchObject([
      { attempt: 1, reason: "response", status: 503, waitMs: 250 },
      { attempt: 2, reason: "connection", problem: "read ECONNRESET", waitMs: 500 },
    ]);
    expect(events.at(-1)).toMatchObject({ outcome: "success", attempts: 3, durationMs });
    expect(new Set(events.map(({ call: number }) => number)).size).toBe(1);
  });

  test("of a call that is aborted end with that", async () => {
    const { sandboxes, events } = clientOf(never);
    const controller = new AbortController();
    const ended = rejection(sandboxes.pause("a", { signal: controller.signal }));
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort("enough");
    await ended;
    expect(events.at(-1)).toMatchObject({ type: "end", operation: "pauseSandbox", outcome: "aborted" });
    expect(events.at(-1)).not.toHaveProperty("status");
  });

  test("of a lost write tell how it was reconciled, under the number of the call", async () => {
    useFakeTime();
    const { sandboxes, events } = clientOf((request, index) =>
      request.method === "GET" ? json(200, sandboxStatus({ state: "paused" })) : reset(request, index),
    );
    await untilSettled(sandboxes.pause("a"));
    expect(new Set(events.map(({ call: number }) => number)).size).toBe(1);
    const operation = "pauseSandbox";
    expect(events.filter(({ type }) => type === "reconcile")).toMatchObject([{ operation, result: "done" }]);
    const ends = events.filter(({ type }) => type === "end");
    expect(ends).toMatchObject([{ outcome: "success", operation, attempts: 1 }]);
    expect(events.at(-1)).toBe(ends[0]);
  });

  test("of a wake tell how the sandbox host responded, or why it did not", async () => {
    useFakeTime();
    const states = ["paused", "paused", "paused", "running"];
    let wakes = 0;
    const { sandboxes, events } = clientOf((request, index) => {
      if (request.url.includes("/v1/")) return json(200, sandboxStatus({ state: states.shift() as string }));
      return wakes++ ? json(502) : reset(request, index);
    });
    await untilSettled(sandboxes.resume(SANDBOX_ID));
    const common = { type: "wake", operation: "getSandbox", call: expect.any(Number), durationMs };
    expect(events.filter(({ type }) => type === "wake")).toEqual([
      { ...common, reason: "connection" },
      { ...common, status: 502 },
    ]);
  });
});

test.each(ways)("events hold no id, no body and no header, %s", async (way) => {
  const events: Leap0Event[] = [];
  const { client: connect, answerAll } = await emulated(way);
  const echo = { headers: { "x-echo": "pa55word" }, body: { message: "pa55word" } };
  answerAll({ kind: "status", status: 400, ...echo });
  const onEvent = (event: Leap0Event) => void events.push(event);
  const { mounts } = connect({ onEvent, headers: { "x-trace": "pa55word" } });
  await rejection(mounts.add("sbx-pa55word", mountRequest({ bucket: "pa55word" })));
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
  expect(await clientOf(ok, { onEvent }).sandboxes.get("a")).toEqual(sandboxStatus());
  // An unhandled rejection would show in the next turn, and fail the run.
  await new Promise((resolve) => setImmediate(resolve));
});
