import { createEmulator } from "leap0-fetch/emulator";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { having, KEY, mount, inProcess as open, running, ways } from "./support/open.ts";

describe("advance", () => {
  it.each([
    ["timers", ["setTimeout", "setInterval", "setImmediate", "Date"]],
    ["performance as well", ["setTimeout", "setInterval", "setImmediate", "Date", "performance"]],
  ] as const)("of a manual clock resolves while a test runner has replaced %s", async (_, toFake) => {
    const { create, act, clock } = await open({ stateDelayMs: { snapshotting: 1000 } });
    const id = await create();
    vi.useFakeTimers({ toFake: [...toFake] });
    onTestFinished(() => void vi.useRealTimers());
    const pausing = act(id, "pause");
    await clock.advance(1000);
    expect((await pausing).body.state).toBe("paused");
  });

  it("of the emulator moves one that runs by the machine's clock", async () => {
    const long = having({ ...running("a"), timeout: 28_800 });
    const emulator = createEmulator({ apiKey: KEY, stateDelayMs: 3_600_000, ...long });
    const init = { method: "POST", headers: { authorization: KEY } };
    const pausing = emulator.fetch("https://api.leap0.dev/v1/sandbox/a/pause", init);
    await emulator.advance(3_599_000);
    expect(emulator.export().sandboxes[0]?.state).toBe("snapshotting");
    await emulator.advance(1000);
    expect(await (await pausing).json()).toMatchObject({ state: "paused" });
  });
});

describe("states over time", () => {
  it("a call passes through its states, and returns when the new one is reached", async () => {
    const { call, clock, emulator, act, invoke } = await open({
      stateDelayMs: { starting: 100, snapshotting: 2000, unpausing: 300, stopping: 400, deleting: 500 },
    });
    const sandbox = () => emulator.export().sandboxes[0];
    let id = "";
    for (const [send, through, ms, status, state] of [
      [() => call("POST", "/v1/sandbox/", { template_name: "t" }), "starting", 100, 201, "running"],
      [() => act(id, "pause"), "snapshotting", 2000, 201, "paused"],
      [() => invoke(id), "unpausing", 300, 200, "running"],
      [() => act(id, "stop"), "stopping", 400, 200, "stopped"],
      [() => act(id, "start"), "starting", 100, 200, "running"],
      [() => call("DELETE", `/v1/sandbox/${id}/`), "deleting", 500, 204, undefined],
    ] as const) {
      const sent = send();
      await clock.advance(ms - 1);
      expect(sandbox()?.state).toBe(through);
      await clock.advance(1);
      const response = await sent;
      expect([response.status, response.body?.state, sandbox()?.state]).toEqual([status, state, state]);
      id ||= response.body.id;
    }
    expect(clock.pending).toBe(0);
  });

  it("a call returns at once, with the state on the way, when the emulator is told so", async () => {
    const { call, status, act, clock, stateOf } = await open({ stateDelayMs: 1000, respondWhen: "accepted" });
    const { body } = await call("POST", "/v1/sandbox/", { template_name: "t" });
    expect(body.state).toBe("starting");
    expect((await act(body.id, "pause")).status).toBe(409);
    expect(await status("DELETE", `/v1/sandbox/${body.id}/`)).toBe(409);
    await clock.advance(1000);
    expect((await act(body.id, "pause")).body.state).toBe("snapshotting");
    await clock.advance(1000);
    expect(await stateOf(body.id)).toBe("paused");
  });

  it("a sandbox ends at its time limit", async () => {
    const { call, clock, create, stateOf } = await open();
    const id = await create({ timeout: 60 });
    await clock.advance(59_999);
    expect(await stateOf(id)).toBe("running");
    await clock.advance(1);
    expect((await call("GET", `/v1/sandbox/${id}/`)).status).toBe(404);
    expect((await call("GET", "/v1/sandboxes")).body.total_items).toBe(0);
  });

  it("a sandbox pauses at its time limit when asked to, and has the whole time after a wake", async () => {
    const { clock, create, invoke, stateOf } = await open({ stateDelayMs: { snapshotting: 500 } });
    const id = await create({ timeout: 60, auto_pause: true });
    const stateAfter = async (ms: number) => {
      await clock.advance(ms);
      return stateOf(id);
    };
    expect([await stateAfter(60_000), await stateAfter(500)]).toEqual(["snapshotting", "paused"]);
    expect(await stateAfter(3_600_000)).toBe("paused");
    await invoke(id);
    expect([await stateAfter(59_999), await stateAfter(501)]).toEqual(["running", "paused"]);
  });

  it("a sandbox has no time limit while it is stopped", async () => {
    const { act, clock, create, stateOf } = await open();
    const id = await create({ timeout: 60 });
    await act(id, "stop");
    await clock.advance(3_600_000);
    expect(await stateOf(id)).toBe("stopped");
  });
});

describe.each(ways)("$way", ({ open }) => {
  it("a change goes on when its caller has left", async () => {
    const { act, clock, create, emulator, stateOf } = await open({ stateDelayMs: { snapshotting: 1000 } });
    const id = await create();
    const leaving = new AbortController();
    const pausing = act(id, "pause", { signal: leaving.signal });
    while (clock.pending === 0) await clock.advance(0);
    leaving.abort(new Error("enough"));
    await expect(pausing).rejects.toThrow("enough");
    const left = { operation: "pauseSandbox", status: "abandoned", applied: true };
    await vi.waitFor(() => expect(emulator.requests().at(-1)).toMatchObject(left));
    expect(clock.pending).toBe(0);
    await clock.advance(1000);
    expect(await stateOf(id)).toBe("paused");
  });

  it("reset goes back to the first sandboxes, and forgets faults, requests and the rate", async () => {
    const { emulator, call, create } = await open({
      ...having(running("sbx-kept")),
      limits: { requests: 2 },
    });
    await call("DELETE", "/v1/sandbox/sbx-kept/");
    await create();
    emulator.inject({ operation: "*", fault: { kind: "status", status: 500 } });
    emulator.reset();
    expect(emulator.requests()).toEqual([]);
    expect(emulator.export().sandboxes.map(({ id }) => id)).toEqual(["sbx-kept"]);
    for (let n = 0; n < 2; n++) expect((await call("GET", "/v1/sandboxes")).status).toBe(200);
  });

  const silent = { verifyStorage: true, storageFetch: () => new Promise<Response>(() => {}) };
  it.each([
    ["waits for a state", { stateDelayMs: 60_000 }, undefined],
    ["is delayed", {}, { kind: "delay", ms: 60_000 }],
    ["is stalled", {}, { kind: "stall", where: "headers" }],
    ["is stalled in its body", {}, { kind: "stall", where: "body" }],
    ["waits for the storage", silent, undefined],
  ] as const)(
    "reset ends a request that %s, and nothing of it shows up afterwards",
    async (_, options, fault) => {
      const { emulator, clock, call } = await open({ ...options });
      if (fault) emulator.inject({ operation: "createSandbox", fault });
      const creating = call("POST", "/v1/sandbox/", { template_name: "t", mounts: [mount] }).catch(
        (error: unknown) => error,
      );
      for (let n = 0; n < 200 && clock.pending + emulator.requests().length === 0; n++)
        await clock.advance(0);
      emulator.reset();
      expect(await creating).toBeInstanceOf(TypeError);
      expect(clock.pending).toBe(0);
      await clock.advance(120_000);
      expect([emulator.requests(), emulator.export().sandboxes]).toEqual([[], []]);
    },
  );
});
