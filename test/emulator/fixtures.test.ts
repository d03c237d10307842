import { createEmulator, createManualClock, type EmulatorState } from "leap0-fetch/emulator";
import { expect, it } from "vitest";
import { having, KEY, mount, inProcess as open, running } from "./support/open.ts";

const version = 1;
const one = (change: object) => ({ version, sandboxes: [{ ...running("a"), ...change }] });
const made = (state: object) => createEmulator({ apiKey: KEY, state: state as EmulatorState });

it("an export goes on where it was, in an emulator made later", async () => {
  const first = await open({ stateDelayMs: { snapshotting: 1000 }, respondWhen: "accepted" });
  const [paused, running] = [await first.create({ mounts: [mount] }), await first.create({ timeout: 60 })];
  await first.act(paused, "pause");
  await first.clock.advance(400);
  const state: EmulatorState = JSON.parse(JSON.stringify(first.emulator.export()));

  const clock = createManualClock(first.clock.now() + 365 * 24 * 3600 * 1000);
  const { call, stateOf } = await open({ clock, state });
  const { body } = await call("GET", `/v1/sandbox/${paused}/`);
  expect(body).toMatchObject({ state: "snapshotting", mounts: [{ bucket: "project-assets" }] });
  await clock.advance(600);
  expect(await stateOf(paused)).toBe("paused");
  await clock.advance(58_999);
  expect(await stateOf(running)).toBe("running");
  await clock.advance(1);
  expect((await call("GET", `/v1/sandbox/${running}/`)).status).toBe(404);
});

it("an export has every secret only when it is told to keep them", async () => {
  const { emulator, create } = await open();
  const endpoint = "https://user:endpoint-that-must-not-come-back@s3.example.com/";
  const inject_headers = { authorization: "header-that-must-not-come-back" };
  const secret = {
    mounts: [{ ...mount, endpoint }],
    env_vars: { TOKEN: "env-that-must-not-come-back" },
    network_policy: { mode: "custom", transforms: [{ domain: "example.com", inject_headers }] },
  };
  await create(secret);
  expect(JSON.stringify(emulator.export())).not.toContain("must-not-come-back");
  const all = emulator.export({ includeSecrets: true });
  expect(all.sandboxes[0]).toMatchObject(secret);
  expect(made(all).export({ includeSecrets: true }).sandboxes[0]?.mounts).toEqual(all.sandboxes[0]?.mounts);
});

it.each([
  ["https:///user:must-not-show@s3.example.com/base", "https://s3.example.com/base"],
  ["https://must-not-show@s3.example.com/", "https://s3.example.com/"],
  ["https://s3.example.com/?X-Amz-Signature=must-not-show", "https://s3.example.com/"],
  ["https://s3.example.com/#must-not-show", "https://s3.example.com/"],
  ["not a url: must-not-show", ""],
])(
  "an export shows no credential of the endpoint %s, nor a field that a fixture should not have",
  (endpoint, shown) => {
    const mounts = [{ id: "m", bucket: "b", mount_path: "/b", endpoint, token: "must-not-show" }];
    const emulator = made(one({ mounts, note: "must-not-show" }));
    expect(JSON.stringify(emulator.export())).not.toContain("must-not-show");
    expect(emulator.export().sandboxes[0]?.mounts?.[0]?.endpoint).toBe(shown);
    expect(JSON.stringify(emulator.export({ includeSecrets: true }))).not.toContain('"token"');
  },
);

it("neither the fixture nor the export reaches into the emulator", async () => {
  const { state } = having(running("a"));
  const { emulator, act, stateOf } = await open({ state });
  await act("a", "pause");
  expect(state).toEqual(having(running("a")).state);
  (emulator.export().sandboxes as unknown[]).length = 0;
  expect(await stateOf("a")).toBe("paused");
});

it("a fixture written by hand needs no more than ids and states", async () => {
  const mounts = [{ id: "m", bucket: "b", mount_path: "/m" }];
  const { call, stateOf } = await open(
    having(
      { id: "one", state: "paused", mounts },
      { id: "two", state: "stopping", mounts: null as never },
      { id: "three", state: "unpausing" },
    ),
  );
  const { body } = await call("GET", "/v1/sandbox/one/");
  expect(body).toMatchObject({ vcpu: 1, timeout: 300, mounts: [{ id: "m" }] });
  expect([await stateOf("two"), await stateOf("three")]).toEqual(["stopped", "running"]);
});

it.each([
  ["no version", { sandboxes: [] }],
  ["another version", { version: 2, sandboxes: [] }],
  ["no list", { version }],
  ["null", { version, sandboxes: [null] }],
  ["no id", one({ id: undefined })],
  ["an id that is no host name", one({ id: "A.b" })],
  ["an id twice", { version, sandboxes: [running("a"), running("a")] }],
  ["an unknown state", one({ state: "asleep" })],
  ["a number of the wrong kind", one({ timeout: "300" })],
  ["a date that is none", one({ created_at: "yesterday" })],
  ["a mount without a bucket", one({ mounts: [{ id: "m", mount_path: "/m" }] })],
  ["mounts that are no list", one({ mounts: {} })],
  ["a transition to nowhere", one({ transition: { to: "x", ends_in_ms: 1 } })],
])("a fixture with %s is rejected", (_, state) => {
  expect(() => made(state)).toThrow(/^state: /);
});
