import { getEventListeners } from "node:events";
import { createEmulator } from "leap0-fetch/emulator";
import { http } from "msw";
import { setupServer } from "msw/node";
import { describe, expect, it, onTestFinished } from "vitest";
import { KEY, inProcess as open } from "./support/open.ts";

const api = "https://api.leap0.dev/v1";
const list = `${api}/sandboxes`;
const headers = { authorization: KEY };
const json = { ...headers, "content-type": "application/json" };
const body = JSON.stringify({ template_name: "t" });

describe("fetch in process, as the platform's", () => {
  it("takes text, a URL and a Request, and a body as text, bytes, a stream and in a Request", async () => {
    const { fetch } = await open({ limits: { sandboxes: 10 } });
    for (const input of [list, new URL(list), new Request(list, { headers })])
      expect((await fetch(input, input instanceof Request ? undefined : { headers })).status).toBe(200);
    const init = { method: "post", headers: json };
    const duplex = { duplex: "half" } as RequestInit;
    for (const responding of [
      fetch(`${api}/sandbox/`, { ...init, body }),
      fetch(`${api}/sandbox/`, { ...init, body: new TextEncoder().encode(body) }),
      fetch(`${api}/sandbox/`, { ...init, body: new Blob([body]).stream(), ...duplex }),
      fetch(new Request(`${api}/sandbox/`, { ...init, body })),
    ])
      expect((await responding).status).toBe(201);
  });

  it.each([
    ["https://proxy.example", 200],
    ["http://localhost:4010", 200],
    ["http://[::1]:80", 200],
    ["https://proxy.example/leap0", 200],
    ["https://proxy.example/a/b/", 200],
    ["https://proxy.example/leap0/v2", 404],
  ])("takes any host that is not a sandbox's for the API, with any base path: %s", async (base, status) => {
    const { fetch } = await open();
    const path = status === 200 ? "/v1/sandboxes" : "/sandboxes";
    expect((await fetch(base + path, { headers })).status).toBe(status);
  });

  it.each([
    ["a relative URL", "/v1/sandboxes", {}],
    ["credentials in the URL", "https://user:pass@api.leap0.dev/v1/sandboxes", {}],
    ["a body on GET", list, { body: "{}" }],
    ["a header that cannot be sent", list, { headers: { authorization: "two\nlines" } }],
    ["TRACE", list, { method: "TRACE" }],
  ])("rejects %s with a TypeError", async (_, url, init) => {
    const { fetch } = await open();
    await expect(fetch(url, init)).rejects.toThrow(TypeError);
  });

  it.each([new Error("enough"), "enough", null, 0, ""])(
    "rejects with the signal's reason %o, and applies nothing when it was aborted before",
    async (reason) => {
      const { act, create, clock, stateOf } = await open({ stateDelayMs: { snapshotting: 1000 } });
      const giveUp = new AbortController();
      const pause = (id: string) =>
        act(id, "pause", { signal: giveUp.signal }).catch((error: unknown) => ({ error }));
      const pausing = pause(await create());
      await clock.advance(1);
      giveUp.abort(reason);
      expect(await pausing).toEqual({ error: reason });
      const other = await create();
      expect(await pause(other)).toEqual({ error: reason });
      expect(await stateOf(other)).toBe("running");
    },
  );

  it("leaves no listener on a signal that lives long", async () => {
    const { fetch, act, create, emulator, clock } = await open({ stateDelayMs: { snapshotting: 10 } });
    const { signal } = new AbortController();
    const pausing = act(await create(), "pause", { signal });
    await clock.advance(10);
    await pausing;
    for (const where of ["headers", "body"] as const) {
      emulator.inject({ operation: "listSandboxes", fault: { kind: "reset", where } });
      await fetch(list, { headers, signal })
        .then((response) => response.text())
        .catch(() => {});
    }
    for (let n = 0; n < 100; n++) await (await fetch(list, { headers, signal })).text();
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("returns a redirect, follows it or rejects, as told", async () => {
    const { fetch, emulator } = await open();
    const redirected = (redirect: RequestRedirect, location = "/v1/sandboxes") => {
      emulator.inject({ operation: "createSandbox", fault: { kind: "redirect", location } });
      return fetch(`${api}/sandbox/`, { method: "POST", headers: json, body, redirect });
    };
    expect((await redirected("manual")).status).toBe(302);
    await expect(redirected("error")).rejects.toThrow(TypeError);
    const followed = await redirected("follow");
    expect([followed.status, await followed.json()]).toEqual([200, { items: [], total_items: 0 }]);
    // The key does not go to another origin.
    expect((await redirected("follow", "https://elsewhere.example/v1/sandboxes")).status).toBe(401);
  });

  it("stands behind MSW, for code that cannot be given a fetch", async () => {
    const emulator = createEmulator({ apiKey: KEY });
    const server = setupServer(
      http.all("https://api.leap0.dev/*", ({ request }) => emulator.fetch(request)),
      http.all("https://*.sandbox.leap0.dev/*", ({ request }) => emulator.fetch(request)),
    );
    server.listen({ onUnhandledRequest: "error" });
    onTestFinished(() => server.close());
    const created = await fetch(`${api}/sandbox/`, { method: "POST", headers: json, body });
    expect(created.status).toBe(201);
    const { id } = (await created.json()) as { id: string };
    const paused = await fetch(`${api}/sandbox/${id}/pause`, { method: "POST", headers });
    expect(await paused.json()).toMatchObject({ state: "paused" });
    expect((await fetch(`https://${id}.sandbox.leap0.dev/`, { headers })).status).toBe(200);
    expect((await fetch(`${api}/sandbox/${id}/`, { method: "DELETE", headers })).status).toBe(204);
  });
});
