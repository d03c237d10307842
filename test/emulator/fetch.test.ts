import { getEventListeners } from "node:events";
import { inspect } from "node:util";
import { createEmulator } from "leap0-fetch/emulator";
import { describe, expect, it } from "vitest";
import { inProcess, KEY, mount } from "./support/open.ts";

const list = "https://api.leap0.dev/v1/sandboxes";
const headers = { authorization: KEY };

describe("fetch in process, as the platform's", () => {
  it("takes text, a URL and a Request", async () => {
    const { fetch } = await inProcess();
    for (const input of [list, new URL(list), new Request(list, { headers })])
      expect((await fetch(input, input instanceof Request ? undefined : { headers })).status).toBe(200);
  });

  it("takes a body as text, as bytes, as a stream and in a Request", async () => {
    const { fetch } = await inProcess({ limits: { sandboxes: 10 } });
    const json = JSON.stringify({ template_name: "t" });
    const init = { method: "post", headers: { ...headers, "content-type": "application/json" } };
    const url = "https://api.leap0.dev/v1/sandbox/";
    const stream = new Blob([json]).stream();
    const statuses = [
      await fetch(url, { ...init, body: json }),
      await fetch(url, { ...init, body: new TextEncoder().encode(json) }),
      await fetch(url, { ...init, body: stream, duplex: "half" } as RequestInit),
      await fetch(new Request(url, { ...init, body: json })),
    ].map(({ status }) => status);
    expect(statuses).toEqual([201, 201, 201, 201]);
  });

  it("takes any host for the API that is not a sandbox's", async () => {
    const { fetch } = await inProcess();
    for (const origin of ["https://proxy.example", "http://localhost:4010", "http://[::1]:80"])
      expect((await fetch(`${origin}/v1/sandboxes`, { headers })).status).toBe(200);
  });

  it("takes a base URL with a path", async () => {
    const { fetch, create } = await inProcess();
    const id = await create();
    for (const base of ["https://proxy.example/leap0", "https://proxy.example/a/b/"])
      expect((await fetch(`${base}/v1/sandbox/${id}/`, { headers })).status).toBe(200);
    expect((await fetch("https://proxy.example/leap0/v2/sandboxes", { headers })).status).toBe(404);
  });

  it.each([
    ["a relative URL", "/v1/sandboxes", {}],
    ["credentials in the URL", "https://user:pass@api.leap0.dev/v1/sandboxes", {}],
    ["a body on GET", list, { body: "{}" }],
    ["a header that cannot be sent", list, { headers: { authorization: "two\nlines" } }],
  ])("rejects %s with a TypeError", async (_, url, init) => {
    const { fetch } = await inProcess();
    await expect(fetch(url, init)).rejects.toThrow(TypeError);
  });

  it.each([
    ["an error", new Error("enough")],
    ["text", "enough"],
    ["null", null],
    ["zero", 0],
    ["nothing", ""],
  ])("rejects with the signal's reason: %s", async (_, reason) => {
    const { fetch, create, clock } = await inProcess({ stateDelayMs: { snapshotting: 1000 } });
    const id = await create();
    const giveUp = new AbortController();
    const url = `https://api.leap0.dev/v1/sandbox/${id}/pause`;
    const pausing = fetch(url, { method: "POST", headers, signal: giveUp.signal }).then(
      () => "answered",
      (error: unknown) => ({ error }),
    );
    await clock.advance(1);
    giveUp.abort(reason);
    expect(await pausing).toEqual({ error: reason });
    await expect(
      fetch(list, { headers, signal: giveUp.signal }).catch((error: unknown) => ({ error })),
    ).resolves.toEqual({ error: reason });
  });

  it("applies nothing when the signal was aborted before", async () => {
    const { fetch, create, call } = await inProcess();
    const id = await create();
    const url = `https://api.leap0.dev/v1/sandbox/${id}/pause`;
    await fetch(url, { method: "POST", headers, signal: AbortSignal.abort() }).catch(() => {});
    expect((await call("GET", `/v1/sandbox/${id}/`)).body.state).toBe("running");
  });

  it("leaves no listener on a signal that lives long", async () => {
    const { fetch, call, create, emulator, clock } = await inProcess({ stateDelayMs: { snapshotting: 10 } });
    const { signal } = new AbortController();
    const id = await create();
    const pausing = call("POST", `/v1/sandbox/${id}/pause`, undefined, { signal });
    await clock.advance(10);
    await pausing;
    emulator.inject({ operation: "listSandboxes", fault: { kind: "reset" } });
    await fetch(list, { headers, signal }).catch(() => {});
    emulator.inject({ operation: "listSandboxes", fault: { kind: "reset", where: "body" } });
    await (await fetch(list, { headers, signal })).text().catch(() => {});
    for (let n = 0; n < 100; n++) await (await fetch(list, { headers, signal })).text();
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("hands a redirect over, follows it or refuses it, as told", async () => {
    const { fetch, emulator, create, call } = await inProcess();
    const redirected = async (redirect: RequestRedirect, location = "/v1/sandboxes") => {
      emulator.inject({ operation: "createSandbox", fault: { kind: "redirect", status: 302, location } });
      const init = {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: "{}",
      };
      return fetch("https://api.leap0.dev/v1/sandbox/", { ...init, redirect });
    };
    expect((await redirected("manual")).status).toBe(302);
    await expect(redirected("error")).rejects.toThrow(TypeError);
    const followed = await redirected("follow");
    expect([followed.status, await followed.json()]).toEqual([200, { items: [], total_items: 0 }]);
    expect((await redirected("follow", "https://elsewhere.example/v1/sandboxes")).status).toBe(401);
    const id = await create();
    expect((await call("GET", `/v1/sandbox/${id}/`)).status).toBe(200);
  });
});

describe("an emulator", () => {
  it("shows no secret when it is printed", async () => {
    const { emulator, create } = await inProcess({ controlKey: "control-key-0123" });
    await create({ mounts: [mount], env_vars: { TOKEN: "env-that-must-not-come-back" } });
    const shown = inspect(emulator, { depth: 20, showHidden: true }) + JSON.stringify(emulator);
    for (const secret of [KEY, "control-key-0123", "must-not-come-back"]) expect(shown).not.toContain(secret);
  });

  it.each([
    {},
    { apiKey: "" },
    { apiKey: " key " },
    { apiKey: "k", controlKey: "" },
    { apiKey: "k", limits: { sandboxes: -1 } },
    { apiKey: "k", limits: { sandbox: 1 } },
    { apiKey: "k", stateDelayMs: -1 },
    { apiKey: "k", stateDelayMs: { paused: Number.NaN } },
    { apiKey: "k", respondWhen: "later" },
    { apiKey: "k", allowedEndpoints: ["not a url"] },
    { apiKey: "k", clock: {} },
    { apiKey: "k", onRequest: "log" },
    { apiKey: "k", verifyStorage: "yes" },
    undefined,
    null,
  ])("is not made from %j", (options) => {
    expect(() => createEmulator(options as never)).toThrow(TypeError);
  });

  it.each<[options: object, meant: string]>([
    [{ apikey: "k" }, "apiKey"],
    [{ apiKey: "k", stateDelay: 5 }, "stateDelayMs"],
    [{ apiKey: "k", verifyStorrage: true }, "verifyStorage"],
    [{ apiKey: "k", limits: { sandbox: 1 } }, "sandboxes"],
    [{ apiKey: "k", stateDelayMs: { snapshoting: 1 } }, "snapshotting"],
  ])("names the option that is meant by %j", (options, meant) => {
    expect(() => createEmulator(options as never)).toThrow(`Did you mean "${meant}"?`);
  });

  it("names the options that it does not know elsewhere, too", async () => {
    const { emulator } = await inProcess();
    await expect(emulator.listen({ prot: 1 } as never)).rejects.toThrow(/"port"/);
    expect(() => emulator.export({ secrets: true } as never)).toThrow(/includeSecrets/);
    const fault = { kind: "status", status: 500, applys: true };
    expect(() => emulator.inject({ operation: "*", fault } as never)).toThrow(/"applies"/);
  });

  it("tells which sandbox host a request was for", async () => {
    const { emulator, create, invoke } = await inProcess();
    const id = await create();
    await invoke(id, "/page?key=1");
    expect(emulator.requests().at(-1)).toMatchObject({
      operation: "invoke",
      host: `${id}.sandbox.leap0.dev`,
      path: "/page",
    });
  });

  it("begins again after a reset", async () => {
    const { emulator, create, call } = await inProcess({ limits: { requests: 2 } });
    await create();
    emulator.inject({ operation: "*", fault: { kind: "status", status: 500 } });
    emulator.reset();
    expect(emulator.requests()).toEqual([]);
    expect((await call("GET", "/v1/sandboxes")).body.total_items).toBe(0);
    expect((await call("GET", "/v1/sandboxes")).status).toBe(200);
  });

  it("answers also when the one it tells throws", async () => {
    const { call } = await inProcess({
      onRequest: () => {
        throw new Error("mine");
      },
    });
    expect((await call("GET", "/v1/sandboxes")).status).toBe(200);
  });

  it("tells of each request: operation, path without the query, status, whether it changed something", async () => {
    const seen: unknown[] = [];
    const { create, call } = await inProcess({ onRequest: (record) => seen.push(record) });
    const id = await create();
    await call("GET", "/v1/sandboxes?state=paused");
    await call("GET", `/v1/${KEY}`);
    expect(seen).toEqual([
      {
        operation: "createSandbox",
        method: "POST",
        path: "/v1/sandbox/",
        status: 201,
        applied: true,
        ms: expect.any(Number),
      },
      {
        operation: "listSandboxes",
        method: "GET",
        path: "/v1/sandboxes",
        status: 200,
        applied: false,
        ms: expect.any(Number),
      },
      { method: "GET", path: "/v1/[redacted]", status: 404, applied: false, ms: expect.any(Number) },
    ]);
    expect(id).toMatch(/^sbx-[a-z]+$/);
  });
});
