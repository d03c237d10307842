import type { Fault } from "leap0-fetch/emulator";
import { describe, expect, it, vi } from "vitest";
import { KEY, type Opened, ways } from "./support/open.ts";

const pauseOf = async (opened: Opened) => {
  const id = await opened.create();
  const stateOf = async () => (await opened.call("GET", `/v1/sandbox/${id}/`)).body.state;
  return {
    id,
    stateOf,
    pause: (init?: RequestInit) => opened.call("POST", `/v1/sandbox/${id}/pause`, undefined, init),
  };
};

/** What the platform's fetch says about a connection that broke. */
const broken = expect.objectContaining({
  name: "TypeError",
  message: expect.stringMatching(/^(fetch failed|terminated)$/),
});

describe.each(ways)("faults $way", ({ open }) => {
  it("answers a status with headers and a body, as often as told, before anything is applied", async () => {
    const opened = await open();
    const { pause, stateOf } = await pauseOf(opened);
    const injected = opened.emulator.inject({
      operation: "pauseSandbox",
      times: 2,
      fault: { kind: "status", status: 503, headers: { "Retry-After": "7" }, body: { message: "busy" } },
    });
    for (const remaining of [1, 0]) {
      const { status, headers, body } = await pause();
      expect([status, headers.get("retry-after"), body]).toEqual([503, "7", { message: "busy" }]);
      expect(injected.remaining).toBe(remaining);
    }
    expect(await stateOf()).toBe("running");
    expect((await pause()).status).toBe(201);
    expect(injected.hits).toBe(2);
  });

  it("answers a status after the change, as a gateway that lost the answer does", async () => {
    const opened = await open();
    const { pause, stateOf } = await pauseOf(opened);
    opened.emulator.inject({
      operation: "*",
      fault: { kind: "status", status: 502, body: "<h1>bad gateway", applies: true },
    });
    const { status, headers, text } = await pause();
    expect([status, headers.get("content-type"), text]).toEqual([
      502,
      "text/plain; charset=utf-8",
      "<h1>bad gateway",
    ]);
    expect(await stateOf()).toBe("paused");
    const hit = opened.emulator.requests().find(({ fault }) => fault);
    expect(hit).toMatchObject({ operation: "pauseSandbox", status: 502, applied: true, fault: "status" });
  });

  it("delays, by the clock of the emulator", async () => {
    const opened = await open();
    const { pause, stateOf } = await pauseOf(opened);
    opened.emulator.inject({ operation: "pauseSandbox", fault: { kind: "delay", ms: 5000 } });
    const pausing = pause();
    while (opened.clock.pending === 0) await opened.clock.advance(0);
    expect(await stateOf()).toBe("running");
    await opened.clock.advance(5000);
    expect((await pausing).status).toBe(201);
  });

  it.each<[applies: boolean, state: string]>([
    [false, "running"],
    [true, "paused"],
  ])("resets before the headers, applied: %s", async (applies, state) => {
    const opened = await open();
    const { pause, stateOf } = await pauseOf(opened);
    opened.emulator.inject({ operation: "pauseSandbox", fault: { kind: "reset", applies } });
    const error = await pause().catch((reason: unknown) => reason);
    expect(error).toEqual(broken);
    expect((error as { cause: { code: string } }).cause.code).toMatch(/^(ECONNRESET|UND_ERR_SOCKET)$/);
    expect(await stateOf()).toBe(state);
    expect(opened.emulator.requests()).toContainEqual(
      expect.objectContaining({ operation: "pauseSandbox", status: "reset", applied: applies }),
    );
  });

  it("resets in the middle of the body", async () => {
    const opened = await open();
    const { id, stateOf } = await pauseOf(opened);
    opened.emulator.inject({ operation: "pauseSandbox", fault: { kind: "reset", where: "body" } });
    const response = await opened.fetch(`${opened.base}/v1/sandbox/${id}/pause`, {
      method: "POST",
      headers: { authorization: KEY },
    });
    expect(response.status).toBe(201);
    await expect(response.text()).rejects.toEqual(broken);
    expect(await stateOf()).toBe("paused");
  });

  it.each<[applies: boolean, state: string]>([
    [false, "running"],
    [true, "paused"],
  ])("stalls before the headers until the caller gives up, applied: %s", async (applies, state) => {
    const opened = await open();
    const { pause, stateOf } = await pauseOf(opened);
    opened.emulator.inject({
      operation: "pauseSandbox",
      fault: { kind: "stall", where: "headers", applies },
    });
    const giveUp = new AbortController();
    const pausing = pause({ signal: giveUp.signal }).catch((reason: unknown) => reason);
    await vi.waitFor(() => expect(opened.emulator.requests().at(-1)?.status).toBe("stall"), 60_000);
    giveUp.abort("enough");
    expect(await pausing).toBe("enough");
    expect(await stateOf()).toBe(state);
  });

  it("stalls in the middle of the body until the caller gives up", async () => {
    const opened = await open();
    const { id, stateOf } = await pauseOf(opened);
    opened.emulator.inject({ operation: "pauseSandbox", fault: { kind: "stall", where: "body" } });
    const giveUp = new AbortController();
    const response = await opened.fetch(`${opened.base}/v1/sandbox/${id}/pause`, {
      method: "POST",
      headers: { authorization: KEY },
      signal: giveUp.signal,
    });
    const body = response.text().catch((reason: unknown) => reason);
    expect(await stateOf()).toBe("paused");
    giveUp.abort("enough");
    expect(await body).toBe("enough");
  });

  it.each<[name: string, fault: Fault, expected: { status: number; type: string | null; text: RegExp }]>([
    [
      "truncated JSON",
      { kind: "truncated" },
      { status: 201, type: "application/json", text: /^\{"id":"[^}]*$/ },
    ],
    [
      "a page",
      { kind: "body", body: "html" },
      { status: 201, type: "text/html; charset=utf-8", text: /^<!doctype html>/ },
    ],
    ["words", { kind: "body", body: "text" }, { status: 201, type: "application/json", text: /^upstream/ }],
    ["nothing", { kind: "body", body: "empty" }, { status: 201, type: "application/json", text: /^$/ }],
    ["null", { kind: "body", body: "null" }, { status: 201, type: "application/json", text: /^null$/ }],
  ])("applies and answers %s", async (_, fault, expected) => {
    const opened = await open();
    const { pause, stateOf } = await pauseOf(opened);
    opened.emulator.inject({ operation: "pauseSandbox", fault });
    const { status, headers, text } = await pause();
    expect({ status, type: headers.get("content-type") }).toEqual({
      status: expected.status,
      type: expected.type,
    });
    expect(text).toMatch(expected.text);
    expect(await stateOf()).toBe("paused");
  });

  it.each<Fault>([{ kind: "truncated" }, { kind: "body", body: "html" }, { kind: "reset", where: "body" }])(
    "gives an answer without a body one to spoil: %o",
    async (fault) => {
      const opened = await open();
      const id = await opened.create();
      opened.emulator.inject({ operation: "deleteSandbox", fault });
      const response = await opened.fetch(`${opened.base}/v1/sandbox/${id}/`, {
        method: "DELETE",
        headers: { authorization: KEY },
      });
      expect(response.status).toBe(200);
      await response.text().catch(() => {});
      expect((await opened.call("GET", `/v1/sandbox/${id}/`)).status).toBe(404);
    },
  );

  it.each([301, 302, 303, 307, 308] as const)("redirects with %i", async (status) => {
    const opened = await open();
    const { pause, stateOf } = await pauseOf(opened);
    opened.emulator.inject({
      operation: "pauseSandbox",
      fault: { kind: "redirect", status, location: "https://elsewhere.example/" },
    });
    const answer = await pause();
    expect([answer.status, answer.headers.get("location")]).toEqual([status, "https://elsewhere.example/"]);
    expect(await stateOf()).toBe("running");
  });

  it("hits only the operation, the sandbox and the requests that it is meant for", async () => {
    const opened = await open();
    const [one, two] = [await opened.create(), await opened.create()];
    opened.emulator.inject({
      operation: "getSandbox",
      sandboxID: two,
      skip: 1,
      fault: { kind: "status", status: 500 },
    });
    const get = async (id: string) => (await opened.call("GET", `/v1/sandbox/${id}/`)).status;
    expect([await get(one), await get(two), await get(one), await get(two), await get(two)]).toEqual([
      200, 200, 200, 500, 200,
    ]);
  });

  it("hits the invoke host, without waking when it is not applied", async () => {
    const opened = await open();
    const { id, pause, stateOf } = await pauseOf(opened);
    await pause();
    opened.emulator.inject({ operation: "invoke", fault: { kind: "status", status: 502 } });
    expect((await opened.invoke(id)).status).toBe(502);
    expect(await stateOf()).toBe("paused");
    expect((await opened.invoke(id)).status).toBe(200);
  });

  it("lasts until it is taken back", async () => {
    const opened = await open();
    const fault: Fault = { kind: "status", status: 500 };
    const lasting = opened.emulator.inject({ operation: "*", times: Number.POSITIVE_INFINITY, fault });
    for (let n = 0; n < 20; n++) expect((await opened.call("GET", "/v1/sandboxes")).status).toBe(500);
    lasting.remove();
    expect((await opened.call("GET", "/v1/sandboxes")).status).toBe(200);
    opened.emulator.inject({ operation: "*", times: 9, fault });
    opened.emulator.clearFaults();
    expect((await opened.call("GET", "/v1/sandboxes")).status).toBe(200);
  });

  it.each([
    null,
    { operation: "pause", fault: { kind: "truncated" } },
    { operation: "toString", fault: { kind: "truncated" } },
    { operation: "*" },
    { operation: "*", fault: { kind: "explode" } },
    { operation: "*", fault: { kind: "status", status: 99 } },
    { operation: "*", fault: { kind: "status", status: 500, headers: { "bad name": "x" } } },
    { operation: "*", fault: { kind: "stall" } },
    { operation: "*", fault: { kind: "delay", ms: -1 } },
    { operation: "*", fault: { kind: "redirect", location: "https://a.example/\n" } },
    { operation: "*", times: 0, fault: { kind: "truncated" } },
  ])("refuses to inject %j", async (injection) => {
    const { emulator } = await open();
    expect(() => emulator.inject(injection as never)).toThrow(TypeError);
  });
});
