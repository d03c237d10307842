import { createEmulator, createManualClock, type EmulatorState } from "leap0-fetch/emulator";
import { describe, expect, it } from "vitest";
import { inProcess, KEY, mount, read } from "./support/open.ts";

const secrets = { TOKEN: "env-that-must-not-come-back" };
const policy = {
  mode: "custom",
  transforms: [
    { domain: "example.com", inject_headers: { authorization: "header-that-must-not-come-back" } },
  ],
} as const;

describe("export and restore", () => {
  it("goes on where it was, in an emulator made later", async () => {
    const first = await inProcess({ stateDelayMs: { snapshotting: 1000 }, respondWhen: "accepted" });
    const [paused, running] = [await first.create({ mounts: [mount] }), await first.create({ timeout: 60 })];
    await first.call("POST", `/v1/sandbox/${paused}/pause`);
    await first.clock.advance(400);
    const state: EmulatorState = JSON.parse(JSON.stringify(first.emulator.export()));

    const later = createManualClock(first.clock.now() + 365 * 24 * 3600 * 1000);
    const second = createEmulator({ apiKey: KEY, clock: later, state });
    const get = async (id: string) =>
      (
        await read(
          await second.fetch(`https://api.leap0.dev/v1/sandbox/${id}/`, { headers: { authorization: KEY } }),
        )
      ).body;
    expect(await get(paused)).toMatchObject({
      state: "snapshotting",
      mounts: [{ bucket: "project-assets" }],
    });
    await later.advance(600);
    expect((await get(paused)).state).toBe("paused");
    await later.advance(58_999);
    expect((await get(running)).state).toBe("running");
    await later.advance(1);
    expect((await get(running)).message).toEqual(expect.any(String));
  });

  it("leaves every secret out, unless it is told to keep them", async () => {
    const { emulator, create } = await inProcess();
    const endpoint = "https://user:endpoint-that-must-not-come-back@s3.example.com/";
    await create({ mounts: [{ ...mount, endpoint }], env_vars: secrets, network_policy: policy });
    expect(JSON.stringify(emulator.export())).not.toContain("must-not-come-back");
    expect(emulator.export().sandboxes[0]?.mounts?.[0]?.endpoint).toBe("https://s3.example.com/");

    const all = emulator.export({ includeSecrets: true });
    expect(all.sandboxes[0]).toMatchObject({
      env_vars: secrets,
      network_policy: policy,
      mounts: [{ ...mount, endpoint }],
    });
    expect(
      createEmulator({ apiKey: KEY, state: all }).export({ includeSecrets: true }).sandboxes[0]?.mounts,
    ).toEqual(all.sandboxes[0]?.mounts);
  });

  it("is a copy: neither the fixture nor the export reaches into the emulator", async () => {
    const state = { version: 1, sandboxes: [{ id: "a", state: "running", env_vars: { A: "1" } }] } as const;
    const { emulator, call } = await inProcess({ state });
    await call("POST", "/v1/sandbox/a/pause");
    expect(state.sandboxes[0].state).toBe("running");
    (emulator.export().sandboxes as unknown[]).length = 0;
    expect((await call("GET", "/v1/sandbox/a/")).body.state).toBe("paused");
  });

  it("takes a fixture that was written by hand", async () => {
    const { call } = await inProcess({
      state: {
        version: 1,
        sandboxes: [
          { id: "one", state: "paused", mounts: [{ id: "m", bucket: "b", mount_path: "/m" }] },
          { id: "two", state: "stopping" },
          { id: "three", state: "unpausing" },
        ],
      },
    });
    expect((await call("GET", "/v1/sandbox/one/")).body).toMatchObject({
      vcpu: 1,
      timeout: 300,
      mounts: [{ id: "m" }],
    });
    expect((await call("GET", "/v1/sandbox/two/")).body.state).toBe("stopped");
    expect((await call("GET", "/v1/sandbox/three/")).body.state).toBe("running");
  });

  it.each([
    ["no version", { sandboxes: [] }],
    ["no list", { version: 1 }],
    ["null", { version: 1, sandboxes: [null] }],
    ["no id", { version: 1, sandboxes: [{ state: "running" }] }],
    ["an id that is no host name", { version: 1, sandboxes: [{ id: "A.b", state: "running" }] }],
    [
      "an id twice",
      {
        version: 1,
        sandboxes: [
          { id: "a", state: "running" },
          { id: "a", state: "paused" },
        ],
      },
    ],
    ["an unknown state", { version: 1, sandboxes: [{ id: "a", state: "asleep" }] }],
    [
      "a number of the wrong kind",
      { version: 1, sandboxes: [{ id: "a", state: "running", timeout: "300" }] },
    ],
    [
      "a date that is none",
      { version: 1, sandboxes: [{ id: "a", state: "running", created_at: "yesterday" }] },
    ],
    [
      "a mount without a bucket",
      { version: 1, sandboxes: [{ id: "a", state: "running", mounts: [{ id: "m", mount_path: "/m" }] }] },
    ],
    ["mounts that are no list", { version: 1, sandboxes: [{ id: "a", state: "running", mounts: {} }] }],
    [
      "a transition to nowhere",
      { version: 1, sandboxes: [{ id: "a", state: "starting", transition: { to: "x", ends_in_ms: 1 } }] },
    ],
  ])("refuses a state with %s", (_, state) => {
    expect(() => createEmulator({ apiKey: KEY, state: state as never })).toThrow(/^state: /);
  });
});
