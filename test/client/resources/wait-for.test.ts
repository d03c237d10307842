import * as leap0 from "leap0-fetch";
import {
  InvalidRequestError,
  isSandboxState,
  type KnownSandboxState,
  NotFoundError,
  TimeoutError,
} from "leap0-fetch";
import { describe, expect, test, vi } from "vitest";
import { clientWith, clientWithoutRetries } from "../../support/client.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { API_KEY, sandboxStatus } from "../../support/fixtures.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { connectionRefused, hanging, json, scriptedFetch } from "../../support/scripted-fetch.ts";
import { shown } from "../../support/shown.ts";

/** Reads that return these states in turn, the last one for ever; `"gone"` is a 404. */
const states = (...list: unknown[]) =>
  scriptedFetch((_, index) => {
    const state = index < list.length ? list[index] : list.at(-1);
    if (state === "gone") return json(404, { message: "no such sandbox" });
    return json(200, sandboxStatus({ state: state as string }));
  });

test("resolves at once with a sandbox that is there already", async () => {
  const fetch = states("paused");
  const paused = sandboxStatus({ state: "paused" });
  expect(await clientWith({ fetch }).sandboxes.waitFor("a", "paused")).toEqual(paused);
  expect(fetch.sent).toHaveLength(1);
});

test("polls with growing intervals until the state is reached", async () => {
  useFakeTime();
  const fetch = states(...Array(30).fill("snapshotting"), "paused");
  const sandbox = await untilSettled(clientWith({ fetch }).sandboxes.waitFor("a", "paused"));
  expect(sandbox.state).toBe("paused");
  const gaps = fetch.sent.slice(1).map(({ at }, index) => Math.round(at - (fetch.sent[index]?.at ?? 0)));
  expect(gaps[0]).toBeLessThanOrEqual(500);
  for (const [index, gap] of gaps.slice(1).entries())
    expect(gap).toBeGreaterThanOrEqual((gaps[index] ?? 0) - 1);
  expect(gaps.at(-1)).toBeGreaterThan(4000);
  expect(gaps.at(-1)).toBeLessThanOrEqual(5001);
  expect(vi.getTimerCount()).toBe(0);
});

test("takes the first of several states, and waits through states that are not known yet", async () => {
  useFakeTime();
  const wanted = ["paused", "stopped"] as const;
  const fetch = states("running", "hibernating", null, 5, "stopped", "running");
  expect((await untilSettled(clientWith({ fetch }).sandboxes.waitFor("a", wanted))).state).toBe("stopped");
});

test("survives polls that fail for a moment", async () => {
  useFakeTime();
  const fetch = scriptedFetch((_, index) =>
    index % 2 ? json(200, sandboxStatus({ state: index > 4 ? "paused" : "snapshotting" })) : json(503),
  );
  expect((await untilSettled(clientWith({ fetch }).sandboxes.waitFor("a", "paused"))).state).toBe("paused");
});

test.each<unknown>(["runing", "", [], ["paused", "hibernating"], null, 5, [["paused"]]])(
  "waiting for %j is rejected with the states there are, and nothing is sent",
  async (wanted) => {
    const fetch = states("running");
    const waiting = clientWith({ fetch }).sandboxes.waitFor("a", wanted as KnownSandboxState);
    const error = await rejectionOf(waiting, InvalidRequestError);
    expect(error.code).toBe("state");
    expect(error.message).toMatch(/^waitFor: .*paused/);
    expect(fetch.sent).toEqual([]);
  },
);

test("the states there are can be listed and recognised", () => {
  expect(leap0.sandboxStates.every(isSandboxState)).toBe(true);
  expect(["hibernating", "", null, 5, "constructor"].some(isSandboxState)).toBe(false);
});

test.each([
  ["deleting", leap0.Leap0Error, "deleting.*paused or stopped"],
  ["deleted", leap0.Leap0Error, "deleted.*paused or stopped"],
  ["gone", NotFoundError, "404"],
])("fails at once where the sandbox is %s", async (state, type, words) => {
  useFakeTime();
  const fetch = states("running", state);
  const waiting = clientWith({ fetch }).sandboxes.waitFor("a", ["paused", "stopped"]);
  const error = await untilSettled(rejectionOf(waiting, type));
  expect(error.message).toMatch(new RegExp(`^waitFor: .*${words}`));
  expect(error.stack).toContain(`${error.name}: waitFor: `);
  expect(error.operation).toBe("getSandbox");
  expect(fetch.sent).toHaveLength(2);
});

test("a failure names the method that was called", async () => {
  const fetch = scriptedFetch(() => Promise.reject(connectionRefused()));
  const { sandboxes } = clientWithoutRetries({ fetch });
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
  useFakeTime();
  const fetch = states(...list);
  const waiting = clientWith({ fetch }).sandboxes.waitFor("sbx-abc123", [wanted, "stopped"]);
  expect(await untilSettled(waiting)).toMatchObject({ id: "sbx-abc123", state: wanted });
  expect(fetch.sent).toHaveLength(list.length);
});

describe("the total limit", () => {
  test("ends the wait with the state that the sandbox is in", async () => {
    useFakeTime();
    const { sandboxes } = clientWith({ fetch: states("snapshotting") });
    const waiting = sandboxes.waitFor("a", "paused", { totalTimeoutMs: 20_000 });
    const error = await untilSettled(rejectionOf(waiting, TimeoutError));
    expect(error).toMatchObject({ limit: "total", operation: "getSandbox", outcomeUnknown: false });
    expect(error.message).toMatch(/^waitFor: .*snapshotting/);
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([undefined, 600_000, 20_000, 100])(
    "of %s ms has a last poll at its end",
    async (totalTimeoutMs) => {
      useFakeTime();
      const limit = totalTimeoutMs ?? 600_000;
      const fetch = states("snapshotting");
      const waiting = clientWith({ fetch }).sandboxes.waitFor("a", "paused", { totalTimeoutMs });
      await untilSettled(rejectionOf(waiting, TimeoutError));
      expect(fetch.sent.at(-1)?.at).toBeGreaterThan(limit - 50);
      expect(performance.now()).toBeLessThanOrEqual(limit);
    },
  );

  test("leaves the last poll the time that polls take", async () => {
    useFakeTime();
    const reply = (at: number) => json(200, sandboxStatus({ state: at > 9000 ? "paused" : "snapshotting" }));
    const fetch = scriptedFetch(
      ({ at }) => new Promise((resolve) => setTimeout(() => resolve(reply(at)), 400)),
    );
    const waiting = clientWith({ fetch }).sandboxes.waitFor("a", "paused", { totalTimeoutMs: 10_000 });
    expect((await untilSettled(waiting)).state).toBe("paused");
  });

  test("holds for a poll that hangs, and the error still says the last state", async () => {
    useFakeTime();
    const fetch = scriptedFetch((request, index) =>
      index ? hanging(request) : json(200, sandboxStatus({ state: "snapshotting" })),
    );
    const options = { totalTimeoutMs: 2000, timeoutMs: 60_000 };
    const waiting = clientWith({ fetch }).sandboxes.waitFor("a", "paused", options);
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
  useFakeTime();
  const { sandboxes } = clientWith({ fetch: states(state) });
  const waiting = sandboxes.waitFor("a", "paused", { totalTimeoutMs: 100 });
  const error = await untilSettled(rejectionOf(waiting, TimeoutError));
  expect(shown(error)).not.toContain(API_KEY);
  expect(error.message.length).toBeLessThan(1000);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  expect(error.message).not.toMatch(/[\u0000-\u001f]/);
});
