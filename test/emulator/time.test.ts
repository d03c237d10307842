import { createEmulator } from "leap0-fetch/emulator";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { inProcess, KEY, ways } from "./support/open.ts";

describe("advance", () => {
  it.each([
    ["timers", ["setTimeout", "setInterval", "setImmediate", "Date"]],
    [
      "the clock of performance as well",
      ["setTimeout", "setInterval", "setImmediate", "Date", "performance"],
    ],
  ] as const)("of a manual clock resolves while a test runner has replaced %s", async (_, toFake) => {
    const { create, call, clock } = await inProcess({ stateDelayMs: { snapshotting: 1000 } });
    const id = await create();
    vi.useFakeTimers({ toFake: [...toFake] });
    onTestFinished(() => void vi.useRealTimers());
    const pausing = call("POST", `/v1/sandbox/${id}/pause`);
    await clock.advance(1000);
    expect((await pausing).body.state).toBe("paused");
  });

  it("of the emulator moves one that runs by the machine's clock", async () => {
    const emulator = createEmulator({
      apiKey: KEY,
      stateDelayMs: 3_600_000,
      state: { version: 1, sandboxes: [{ id: "a", state: "running", timeout: 28_800 }] },
    });
    const headers = { authorization: KEY };
    const pausing = emulator.fetch("https://api.leap0.dev/v1/sandbox/a/pause", { method: "POST", headers });
    await emulator.advance(3_599_000);
    expect(emulator.export().sandboxes[0]?.state).toBe("snapshotting");
    await emulator.advance(1000);
    expect(await (await pausing).json()).toMatchObject({ state: "paused" });
  });
});

describe.each(ways)("time $way", ({ open }) => {
  it("passes through the states on the way, and answers when the new one is reached", async () => {
    const { call, clock, emulator, invoke } = await open({
      stateDelayMs: { starting: 100, snapshotting: 2000, unpausing: 300, stopping: 400, deleting: 500 },
    });
    const stateOf = async (id: string) => (await call("GET", `/v1/sandbox/${id}/`)).body.state;
    const through = async <T>(action: Promise<T>, state: string, id: () => string, ms: number) => {
      while (clock.pending === 0) await clock.advance(0);
      expect(await stateOf(id())).toBe(state);
      await clock.advance(ms - 1);
      expect(await stateOf(id())).toBe(state);
      await clock.advance(1);
      return action;
    };
    let id = "";
    const only = () => emulator.export().sandboxes[0]?.id ?? "";
    const created = await through(
      call("POST", "/v1/sandbox/", { template_name: "t" }),
      "starting",
      only,
      100,
    );
    expect(created.body.state).toBe("running");
    id = created.body.id;
    const paused = await through(call("POST", `/v1/sandbox/${id}/pause`), "snapshotting", () => id, 2000);
    expect([paused.status, paused.body.state]).toEqual([201, "paused"]);
    expect((await through(invoke(id), "unpausing", () => id, 300)).status).toBe(200);
    const stopped = await through(call("POST", `/v1/sandbox/${id}/stop`), "stopping", () => id, 400);
    expect(stopped.body.state).toBe("stopped");
    const started = await through(call("POST", `/v1/sandbox/${id}/start`), "starting", () => id, 100);
    expect(started.body.state).toBe("running");
    const deleted = await through(call("DELETE", `/v1/sandbox/${id}/`), "deleting", () => id, 500);
    expect(deleted.status).toBe(204);
    expect((await call("GET", `/v1/sandbox/${id}/`)).status).toBe(404);
    expect(clock.pending).toBe(0);
  });

  it("answers at once with the state on the way, when told so", async () => {
    const { call, clock } = await open({ stateDelayMs: 1000, respondWhen: "accepted" });
    const { body } = await call("POST", "/v1/sandbox/", { template_name: "t" });
    expect(body.state).toBe("starting");
    expect((await call("POST", `/v1/sandbox/${body.id}/pause`)).status).toBe(409);
    expect((await call("DELETE", `/v1/sandbox/${body.id}/`)).status).toBe(409);
    await clock.advance(1000);
    expect((await call("POST", `/v1/sandbox/${body.id}/pause`)).body.state).toBe("snapshotting");
    await clock.advance(1000);
    expect((await call("GET", `/v1/sandbox/${body.id}/`)).body.state).toBe("paused");
  });

  it("goes on with a change whose caller has left", async () => {
    const { call, clock, create, emulator } = await open({ stateDelayMs: { snapshotting: 1000 } });
    const id = await create();
    const leaving = new AbortController();
    const pausing = call("POST", `/v1/sandbox/${id}/pause`, undefined, { signal: leaving.signal });
    while (clock.pending === 0) await clock.advance(0);
    leaving.abort(new Error("enough"));
    await expect(pausing).rejects.toThrow("enough");
    await vi.waitFor(() =>
      expect(emulator.requests()).toContainEqual(
        expect.objectContaining({ operation: "pauseSandbox", status: "abandoned", applied: true }),
      ),
    );
    expect(clock.pending).toBe(0);
    await clock.advance(1000);
    expect((await call("GET", `/v1/sandbox/${id}/`)).body.state).toBe("paused");
  });

  it("ends a sandbox at its time limit", async () => {
    const { call, clock, create } = await open();
    const id = await create({ timeout: 60 });
    await clock.advance(59_999);
    expect((await call("GET", `/v1/sandbox/${id}/`)).body.state).toBe("running");
    await clock.advance(1);
    expect((await call("GET", `/v1/sandbox/${id}/`)).status).toBe(404);
    expect((await call("GET", "/v1/sandboxes")).body.total_items).toBe(0);
  });

  it("pauses a sandbox at its time limit when asked to, and gives it the whole time after a wake", async () => {
    const { call, clock, create, invoke } = await open({ stateDelayMs: { snapshotting: 500 } });
    const stateOf = async (id: string) => (await call("GET", `/v1/sandbox/${id}/`)).body.state;
    const id = await create({ timeout: 60, auto_pause: true });
    await clock.advance(60_000);
    expect(await stateOf(id)).toBe("snapshotting");
    await clock.advance(500);
    expect(await stateOf(id)).toBe("paused");
    await clock.advance(3_600_000);
    expect(await stateOf(id)).toBe("paused");
    await invoke(id);
    await clock.advance(59_999);
    expect(await stateOf(id)).toBe("running");
    await clock.advance(501);
    expect(await stateOf(id)).toBe("paused");
  });

  it("has no time limit while paused or stopped", async () => {
    const { call, clock, create } = await open();
    const id = await create({ timeout: 60 });
    await call("POST", `/v1/sandbox/${id}/stop`);
    await clock.advance(3_600_000);
    expect((await call("GET", `/v1/sandbox/${id}/`)).body.state).toBe("stopped");
    expect((await call("GET", "/v1/sandboxes")).body.items[0]).not.toHaveProperty("timeout_at");
  });
});
