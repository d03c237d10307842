import { request } from "node:http";
import { createEmulator } from "leap0-fetch/emulator";
import { describe, expect, it, vi } from "vitest";
import { KEY, mount, overHttp, ways } from "./support/open.ts";

const state = { version: 1, sandboxes: [{ id: "sbx-kept", state: "running" }] } as const;

describe.each(ways)("reset $way", ({ open }) => {
  it("goes back to the sandboxes that it began with, and forgets faults, requests and the rate", async () => {
    const { emulator, call, create } = await open({ state, limits: { requests: 2 } });
    await call("DELETE", "/v1/sandbox/sbx-kept/");
    await create();
    emulator.inject({ operation: "*", fault: { kind: "status", status: 500 } });
    emulator.reset();
    expect(emulator.requests()).toEqual([]);
    expect(emulator.export().sandboxes.map(({ id }) => id)).toEqual(["sbx-kept"]);
    expect((await call("GET", "/v1/sandboxes")).status).toBe(200);
    expect((await call("GET", "/v1/sandboxes")).status).toBe(200);
  });

  it.each([
    ["waits for a state", { stateDelayMs: 60_000 }, undefined],
    ["is delayed", {}, { kind: "delay", ms: 60_000 }],
    ["is stalled", {}, { kind: "stall", where: "headers" }],
    ["is stalled in its body", {}, { kind: "stall", where: "body" }],
    [
      "waits for the storage",
      { verifyStorage: true, storageFetch: () => new Promise<Response>(() => {}) },
      undefined,
    ],
  ] as const)("ends a request that %s, and nothing of it shows up afterwards", async (_, options, fault) => {
    const opened = await open({ ...options });
    const { emulator, clock } = opened;
    const seen = vi.fn();
    if (fault) emulator.inject({ operation: "createSandbox", fault });
    const body = { template_name: "t", mounts: [mount] };
    const asking = opened.call("POST", "/v1/sandbox/", body).then(
      () => "a response",
      (error: unknown) => error,
    );
    const begun = () => clock.pending > 0 || emulator.requests().length > 0 || seen.mock.calls.length > 0;
    for (let turn = 0; turn < 200 && !begun(); turn++) await clock.advance(0);
    emulator.reset();
    expect(await asking).toBeInstanceOf(TypeError);
    expect(clock.pending).toBe(0);
    await clock.advance(120_000);
    expect([emulator.requests(), emulator.export().sandboxes]).toEqual([[], []]);
  });
});

describe("closing", () => {
  it("ends the requests that are under way before it resolves", async () => {
    const emulator = createEmulator({ apiKey: KEY, stateDelayMs: { snapshotting: 3_600_000 }, state });
    const { port, close } = await emulator.listen();
    const broken = new Promise((resolve) =>
      request({
        port,
        host: "127.0.0.1",
        path: "/v1/sandbox/sbx-kept/pause",
        method: "POST",
        headers: { authorization: KEY },
      })
        .on("error", resolve)
        .end(),
    );
    await vi.waitFor(() => expect(emulator.export().sandboxes[0]?.state).toBe("snapshotting"));
    await close();
    expect(emulator.requests()).toMatchObject([{ operation: "pauseSandbox", status: "abandoned" }]);
    expect(await broken).toMatchObject({ code: "ECONNRESET" });
  });

  it.each(["0.0.0.0", "::", "::1"])("listens on %s and says a URL that a client takes", async (host) => {
    const { emulator } = await overHttp();
    const { url, close } = await emulator.listen({ host });
    expect(new URL(url).hostname).toMatch(/^(127\.0\.0\.1|\[::1\])$/);
    expect((await fetch(`${url}/v1/sandboxes`, { headers: { authorization: KEY } })).status).toBe(200);
    await close();
  });
});
