import { Leap0Error, NotFoundError, type SandboxState, TimeoutError } from "leap0-fetch";
import { createEmulator, createManualClock } from "leap0-fetch/emulator";
import { describe, expect, test, vi } from "vitest";
import { clientWith } from "../../support/client.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { API_KEY, sandboxStatus } from "../../support/fixtures.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { json, scriptedFetch } from "../../support/scripted-fetch.ts";

/** Reads that answer these states in turn, the last one for ever; `"gone"` is a 404. */
const states = (...list: (SandboxState | "gone")[]) =>
  scriptedFetch((_, index) => {
    const state = list[index] ?? list.at(-1);
    return state === "gone"
      ? json(404, { message: "no such sandbox" })
      : json(200, sandboxStatus({ state: state as SandboxState }));
  });

test("resolves at once with a sandbox that is there already", async () => {
  const fetch = states("paused");
  expect(await clientWith({ fetch }).sandboxes.waitFor("a", "paused")).toEqual(
    sandboxStatus({ state: "paused" }),
  );
  expect(fetch.sent).toHaveLength(1);
});

test("looks ever less often until the state has come", async () => {
  useFakeTime();
  const fetch = states(...Array<SandboxState>(30).fill("snapshotting"), "paused");
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

test("takes the first of several states", async () => {
  useFakeTime();
  const wanted = ["paused", "stopped"] as const;
  const fetch = states("running", "stopping", "stopped", "running");
  expect((await untilSettled(clientWith({ fetch }).sandboxes.waitFor("a", wanted))).state).toBe("stopped");
});

test("waits through states that are not known yet, and for one", async () => {
  useFakeTime();
  const fetch = states("defrosting", "hibernating");
  const { state } = await untilSettled(clientWith({ fetch }).sandboxes.waitFor("a", "hibernating"));
  expect(state).toBe("hibernating");
});

describe("fails at once where the state can no longer come", () => {
  test.each(["deleting", "deleted"] as const)("since the sandbox is %s", async (state) => {
    useFakeTime();
    const fetch = states("running", state);
    const error = await untilSettled(
      rejectionOf(clientWith({ fetch }).sandboxes.waitFor("a", ["paused", "stopped"]), Leap0Error),
    );
    expect(error.message).toContain(state);
    expect(error.message).toContain("paused or stopped");
    expect(fetch.sent).toHaveLength(2);
  });

  test("since the sandbox is gone", async () => {
    useFakeTime();
    const error = await untilSettled(
      rejectionOf(
        clientWith({ fetch: states("running", "gone") }).sandboxes.waitFor("a", "paused"),
        NotFoundError,
      ),
    );
    expect(error.operation).toBe("getSandbox");
  });
});

describe("waiting for deletion", () => {
  test.each([
    ["a state says it", ["running", "deleting", "deleted"]],
    ["it is gone", ["running", "deleting", "gone"]],
  ] as const)("ends when %s", async (_, list) => {
    useFakeTime();
    const fetch = states(...list);
    const { state, id } = await untilSettled(
      clientWith({ fetch }).sandboxes.waitFor("sbx-abc123", "deleted"),
    );
    expect([state, id, fetch.sent.length]).toEqual(["deleted", "sbx-abc123", 3]);
  });

  test("ends at once when it is gone from the start", async () => {
    const fetch = states("gone");
    expect(await clientWith({ fetch }).sandboxes.waitFor("sbx-abc123", ["deleted", "stopped"])).toMatchObject(
      {
        id: "sbx-abc123",
        state: "deleted",
      },
    );
    expect(fetch.sent).toHaveLength(1);
  });

  test("waiting for deleting ends there", async () => {
    const { state } = await clientWith({ fetch: states("deleting") }).sandboxes.waitFor("a", "deleting");
    expect(state).toBe("deleting");
  });
});

describe("the total limit", () => {
  test("ends the wait with the state that the sandbox is in", async () => {
    useFakeTime();
    const fetch = states("snapshotting");
    const waiting = clientWith({ fetch }).sandboxes.waitFor("a", "paused", { totalTimeoutMs: 20_000 });
    const error = await untilSettled(rejectionOf(waiting, TimeoutError));
    expect(error).toMatchObject({ limit: "total", operation: "getSandbox", outcomeUnknown: false });
    expect(error.message).toContain("snapshotting");
    expect(performance.now()).toBeLessThanOrEqual(20_000);
    expect(performance.now()).toBeGreaterThan(10_000);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("is ten minutes where nothing else is said", async () => {
    useFakeTime();
    await untilSettled(
      rejectionOf(
        clientWith({ fetch: states("snapshotting") }).sandboxes.waitFor("a", "paused"),
        TimeoutError,
      ),
    );
    expect(performance.now()).toBeLessThanOrEqual(600_000);
    expect(performance.now()).toBeGreaterThan(590_000);
  });

  test("holds for a look that does not come back", async () => {
    useFakeTime();
    const fetch = scriptedFetch(() => new Promise(() => {}));
    const waiting = clientWith({ fetch }).sandboxes.waitFor("a", "paused", {
      totalTimeoutMs: 2000,
      timeoutMs: 60_000,
    });
    expect(await untilSettled(rejectionOf(waiting, TimeoutError))).toMatchObject({ limit: "total" });
    expect(performance.now()).toBe(2000);
  });
});

test("a look that stumbles is repeated and does not end the wait", async () => {
  useFakeTime();
  const fetch = scriptedFetch((_, index) =>
    index % 2 ? json(200, sandboxStatus({ state: index > 4 ? "paused" : "snapshotting" })) : json(503),
  );
  expect((await untilSettled(clientWith({ fetch }).sandboxes.waitFor("a", "paused"))).state).toBe("paused");
});

test("sees a sandbox of the emulator through its states", async () => {
  useFakeTime();
  const clock = createManualClock();
  const { fetch } = createEmulator({ apiKey: API_KEY, clock, stateDelayMs: 2000, respondWhen: "accepted" });
  const seen: string[] = [];
  const client = clientWith({
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      if (init.method === "GET") seen.push((await response.clone().json()).state);
      return response;
    },
    onEvent: ({ type }) => type === "end" && void clock.advance(500),
  });
  const { id } = await untilSettled(client.sandboxes.create({ template_name: "system/debian:bookworm" }));
  await untilSettled(client.sandboxes.waitFor(id, "running"));
  expect(seen[0]).toBe("starting");
  expect(seen.at(-1)).toBe("running");
});
