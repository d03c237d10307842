import { inspect } from "node:util";
import { createEmulator } from "leap0-fetch/emulator";
import { describe, expect, it, vi } from "vitest";
import { KEY, mount, inProcess as open } from "./support/open.ts";

const key = { apiKey: "k" };

describe("createEmulator", () => {
  it.each([
    undefined,
    null,
    {},
    { apiKey: "" },
    { apiKey: " key " },
    { ...key, controlKey: "" },
    { ...key, limits: { sandboxes: -1 } },
    { ...key, stateDelayMs: -1 },
    { ...key, stateDelayMs: { paused: Number.NaN } },
    { ...key, respondWhen: "later" },
    { ...key, allowedEndpoints: ["not a url"] },
    { ...key, allowedEndpoints: [""] },
    { ...key, clock: {} },
    { ...key, onRequest: "log" },
    { ...key, verifyStorage: "yes" },
  ])("rejects %j", (options) => {
    expect(() => createEmulator(options as never)).toThrow(TypeError);
  });

  it.each<[options: object, meant: string]>([
    [{ apikey: "k" }, "apiKey"],
    [{ ...key, stateDelay: 5 }, "stateDelayMs"],
    [{ ...key, verifyStorrage: true }, "verifyStorage"],
    [{ ...key, limits: { sandbox: 1 } }, "sandboxes"],
    [{ ...key, stateDelayMs: { snapshoting: 1 } }, "snapshotting"],
  ])("names the option that is meant by %j", (options, meant) => {
    expect(() => createEmulator(options as never)).toThrow(`Did you mean "${meant}"?`);
  });

  it("names the options that it does not know elsewhere, too", async () => {
    const { emulator } = await open();
    await expect(emulator.listen({ prot: 1 } as never)).rejects.toThrow(/"port"/);
    expect(() => emulator.export({ secrets: true } as never)).toThrow(/includeSecrets/);
  });

  it("shows no secret when it is printed", async () => {
    const { emulator, create } = await open({ controlKey: "control-key-0123" });
    await create({ mounts: [mount], env_vars: { TOKEN: "env-that-must-not-come-back" } });
    const shown = inspect(emulator, { depth: 20, showHidden: true }) + JSON.stringify(emulator);
    for (const secret of [KEY, "control-key-0123", "must-not-come-back"]) expect(shown).not.toContain(secret);
  });
});

describe("a record of a request", () => {
  it("has operation, path without the query, status, and whether anything was applied", async () => {
    const told: unknown[] = [];
    const { create, call, invoke } = await open({ onRequest: (record) => told.push(record) });
    const id = await create();
    await call("GET", "/v1/sandboxes?state=paused");
    await call("GET", `/v1/${KEY}`);
    await invoke(id, "/page?key=1");
    const read = { method: "GET", applied: false, ms: expect.any(Number) };
    const created = { operation: "createSandbox", method: "POST", path: "/v1/sandbox/", status: 201 };
    expect(told).toEqual([
      { ...read, ...created, applied: true },
      { ...read, operation: "listSandboxes", path: "/v1/sandboxes", status: 200 },
      { ...read, path: "/v1/[redacted]", status: 404 },
      { ...read, operation: "invoke", host: `${id}.sandbox.leap0.dev`, path: "/page", status: 200 },
    ]);
    expect(id).toMatch(/^sbx-[a-z]+$/);
  });

  it("may be told to a function that throws", async () => {
    const { status } = await open({ onRequest: vi.fn().mockThrow(new Error("mine")) });
    expect(await status("GET", "/v1/sandboxes")).toBe(200);
  });

  const long = "Key-Of-Tests";
  it.each([
    [long, `/v1/sandbox/${long}/`],
    [long, `/v1/sandbox/x${long}y/pause`],
    [long, `/v1/sandbox/${long.toLowerCase()}/`],
    [long, "/v1/sandbox/%4bey-Of-Tests/"],
    [long, "/v1/sandbox/%254bey-Of-Tests/"],
    [long, `/${long}/elsewhere`],
    ["Key/Of-Tests", "/v1/sandbox/Key/Of-Tests/"],
    ["Key/Of-Tests", "/v1/sandbox/Key/%4ff-Tests/pause"],
    ["k/y", "/v1/sandbox/k/y/"],
    ["k3y", "/v1/sandbox/k3y/"],
    ["k3y", "/v1/sandbox/k%33y/"],
    ["k3y", "/v1/sandbox/Bearer%20k3y/"],
  ])("does not show the key %s in the path %s", async (apiKey, path) => {
    const { emulator, call } = await open({ apiKey, controlKey: "sandbox" });
    await call("GET", `${path}?key=${apiKey}`, undefined, { headers: { authorization: apiKey } });
    const shown = emulator.requests()[0]?.path;
    expect(shown).toMatch(/^\/v1\/sandbox\/\[redacted\]|^\/\[redacted\]\/elsewhere$/);
    expect(shown?.toLowerCase()).not.toContain(apiKey.toLowerCase());
  });

  it("does not show a short key as the name of a sandbox", async () => {
    const { emulator, invoke } = await open({ apiKey: "k3y" });
    await invoke("k3y", "/", { headers: { authorization: "k3y" } });
    expect(emulator.requests()[0]?.host).toBe("[redacted].sandbox.leap0.dev");
  });
});
