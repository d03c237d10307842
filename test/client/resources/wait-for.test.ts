import * as leap0 from "leap0-fetch";
import { InvalidRequestError, isSandboxState, type KnownSandboxState, TimeoutError } from "leap0-fetch";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { clientOf, gapsOf, hanging, json, refused } from "../../support/client.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { API_KEY, SANDBOX_ID, sandboxStatus } from "../../support/fixtures.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { shown } from "../../support/shown.ts";

beforeEach(useFakeTime);

const inState = (state: unknown) => json(200, sandboxStatus({ state: state as string }));

/** A client whose reads return these states in turn, the last one for ever; `"gone"` is a 404. */
const reading = (...list: unknown[]) =>
  clientOf((_, index) => {
    const state = index < list.length ? list[index] : list.at(-1);
    return state === "gone" ? json(404, { message: "no such sandbox" }) : inState(state);
  });

test("resolves at once with a sandbox that is there already", async () => {
  const { sandboxes, sent } = reading("paused");
  expect(await sandboxes.waitFor("a", "paused")).toEqual(sandboxStatus({ state: "paused" }));
  expect(sent).toHaveLength(1);
});

test("polls with growing intervals until the state is reached", async () => {
  const { sandboxes, sent } = reading(...Array(30).fill("snapshotting"), "paused");
  expect((await untilSettled(sandboxes.waitFor("a", "paused"))).state).toBe("paused");
  const gaps = gapsOf(sent).map(Math.round);
  expect(gaps[0]).toBeLessThanOrEqual(500);
  for (const [index, gap] of gaps.slice(1).entries())
    expect(gap).toBeGreaterThanOrEqual((gaps[index] ?? 0) - 1);
  expect(gaps.at(-1)).toBeGreaterThan(4000);
  expect(gaps.at(-1)).toBeLessThanOrEqual(5001);
  expect(vi.getTimerCount()).toBe(0);
});

test("takes the first of several states, and waits through states that are not known yet", async () => {
  const { sandboxes } = reading("running", "hibernating", null, 5, "stopped", "running");
  expect(await untilSettled(sandboxes.waitFor("a", ["paused", "stopped"]))).toMatchObject({
    state: "stopped",
  });
});

test("survives polls that fail for a moment", async () => {
  const { sandboxes } = clientOf((_, index) =>
    index % 2 ? inState(index > 4 ? "paused" : "snapshotting") : json(503),
  );
  expect((await untilSettled(sandboxes.waitFor("a", "paused"))).state).toBe("paused");
});

test.each<unknown>(["runing", "", [], ["paused", "hibernating"], null, 5, [["paused"]]])(
  "waiting for %j is rejected with the states there are, and nothing is sent",
  async (wanted) => {
    const { sandboxes, sent } = reading("running");
    const error = await rejectionOf(sandboxes.waitFor("a", wanted as KnownSandboxState), InvalidRequestError);
    expect(error.code).toBe("state");
    expect(error.message).toMatch(/^waitFor: .*paused/);
    expect(sent).toEqual([]);
  },
);

test("the states there are can be listed and recognised", () => {
  expect(leap0.sandboxStates.every(isSandboxState)).toBe(true);
  expect(["hibernating", "", null, 5, "constructor"].some(isSandboxState)).toBe(false);
});

test.each([
  ["deleting", leap0.Leap0Error, "deleting.*paused or stopped"],
  ["deleted", leap0.Leap0Error, "deleted.*paused or stopped"],
  ["gone", leap0.NotFoundError, "404"],
])("fails at once where the sandbox is %s", async (state, type, words) => {
  const { sandboxes, sent } = reading("running", state);
  const error = await untilSettled(rejectionOf(sandboxes.waitFor("a", ["paused", "stopped"]), type));
  expect(error.message).toMatch(new RegExp(`^waitFor: .*${words}`));
  expect(error.stack).toContain(`${error.name}: waitFor: `);
  expect(error.operation).toBe("getSandbox");
  expect(sent).toHaveLength(2);
});

test("a failure names the method that was called", async () => {
  const { sandboxes } = clientOf(refused, { maxRetries: 0 });
  const failures = [
    [sandboxes.waitFor("a", "paused"), "waitFor: "],
    [sandboxes.resume("a"), "resume: "],
    [sandboxes.get("a"), "getSandbox: "],
  ] as const;
  for (const [failing, name] of failures)
    expect((await rejectionOf(failing, leap0.ConnectionError)).message.startsWith(name)).toBe(true);
});

test.each([
  ["a state says it", ["running", "deleting", "deleted"], "deleted"],
  ["the sandbox is gone", ["running", "deleting", "gone"], "deleted"],
  ["it is gone from the start", ["gone"], "deleted"],
  ["deleting is wanted", ["running", "deleting"], "deleting"],
] as const)("waiting for deletion ends when %s", async (_, list, wanted) => {
  const { sandboxes, sent } = reading(...list);
  const waiting = sandboxes.waitFor(SANDBOX_ID, [wanted, "stopped"]);
  expect(await untilSettled(waiting)).toMatchObject({ id: SANDBOX_ID, state: wanted });
  expect(sent).toHaveLength(list.length);
});

describe("the total limit", () => {
  test.each([undefined, 600_000, 20_000, 100])(
    "of %s ms has a last poll at its end, and tells the state that the sandbox is in",
    async (totalTimeoutMs) => {
      const limit = totalTimeoutMs ?? 600_000;
      const { sandboxes, sent } = reading("snapshotting");
      const waiting = sandboxes.waitFor("a", "paused", { totalTimeoutMs });
      const error = await untilSettled(rejectionOf(waiting, TimeoutError));
      expect(error).toMatchObject({ limit: "total", operation: "getSandbox", outcomeUnknown: false });
      expect(error.message).toMatch(/^waitFor: .*snapshotting/);
      expect(sent.at(-1)?.at).toBeGreaterThan(limit - 50);
      expect(performance.now()).toBeLessThanOrEqual(limit);
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  test("leaves the last poll the time that polls take", async () => {
    const { sandboxes } = clientOf(
      ({ at }) =>
        new Promise((resolve) =>
          setTimeout(() => resolve(inState(at > 9000 ? "paused" : "snapshotting")), 400),
        ),
    );
    const waiting = sandboxes.waitFor("a", "paused", { totalTimeoutMs: 10_000 });
    expect((await untilSettled(waiting)).state).toBe("paused");
  });

  test("holds for a poll that hangs, and the error still says the last state", async () => {
    const { sandboxes } = clientOf((request, index) => (index ? hanging(request) : inState("snapshotting")));
    const waiting = sandboxes.waitFor("a", "paused", { totalTimeoutMs: 2000, timeoutMs: 60_000 });
    const error = await untilSettled(rejectionOf(waiting, TimeoutError));
    expect(error.message).toContain("snapshotting");
    expect(performance.now()).toBe(2000);
  });
});

test.each([
  API_KEY,
  "x".repeat(100_000),
  "\n\r\n\u0000\u001b[31m",
  5,
  null,
  { toString: 0, valueOf: 0, key: API_KEY },
])("an error that shows %.20j as a state is safe to print", async (state) => {
  const waiting = reading(state).sandboxes.waitFor("a", "paused", { totalTimeoutMs: 100 });
  const error = await untilSettled(rejectionOf(waiting, TimeoutError));
  expect(shown(error)).not.toContain(API_KEY);
  expect(error.message.length).toBeLessThan(1000);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  expect(error.message).not.toMatch(/[\u0000-\u001f]/);
});
