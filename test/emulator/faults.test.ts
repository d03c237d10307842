import type { Fault, Injection } from "leap0-fetch/emulator";
import { describe, expect, it, vi } from "vitest";
import { having, inProcess, KEY, type Open, paused, running, ways } from "./support/open.ts";

/** An emulator with one running sandbox, and a fault for the next pause. */
async function faulty(open: Open, fault: Fault, more: Partial<Injection> = {}) {
  const opened = await open(having(running("a")));
  const injected = opened.emulator.inject({ operation: "pauseSandbox", fault, ...more });
  const init = { method: "POST", headers: { authorization: KEY } };
  return {
    ...opened,
    injected,
    pause: (own: RequestInit = {}) => opened.act("a", "pause", own),
    /** The response before its body is read. */
    begin: (own: RequestInit = {}, action = "pause") =>
      opened.fetch(`${opened.base}/v1/sandbox/a/${action}`, { ...init, ...own }),
    state: () => opened.stateOf("a"),
    hit: () => opened.emulator.requests().find((record) => record.fault),
  };
}

/** What the platform's fetch says about a connection that broke. */
const broken = expect.objectContaining({
  name: "TypeError",
  message: expect.stringMatching(/^(fetch failed|terminated)$/),
});

const appliesOrNot = [
  [false, "running"],
  [true, "paused"],
] as const;

describe.each(ways)("faults $way", ({ open }) => {
  it("return a status with headers and a body, as often as told, before anything is applied", async () => {
    const { pause, injected, state } = await faulty(
      open,
      { kind: "status", status: 503, headers: { "Retry-After": "7" }, body: { message: "busy" } },
      { times: 2 },
    );
    for (const remaining of [1, 0]) {
      const { status, headers, body } = await pause();
      expect([status, headers.get("retry-after"), body]).toEqual([503, "7", { message: "busy" }]);
      expect(injected.remaining).toBe(remaining);
    }
    expect(await state()).toBe("running");
    expect((await pause()).status).toBe(201);
    expect(injected.hits).toBe(2);
  });

  it("return a status after the change, as a gateway that lost the response does", async () => {
    const fault = { kind: "status", status: 502, body: "<h1>bad gateway", applies: true } as const;
    const { pause, state, hit } = await faulty(open, fault, { operation: "*" });
    const { status, headers, text } = await pause();
    const type = headers.get("content-type");
    expect([status, type, text]).toEqual([502, "text/plain; charset=utf-8", "<h1>bad gateway"]);
    expect(await state()).toBe("paused");
    expect(hit()).toMatchObject({ operation: "pauseSandbox", status: 502, applied: true, fault: "status" });
  });

  it("delay, by the clock of the emulator", async () => {
    const { pause, state, clock } = await faulty(open, { kind: "delay", ms: 5000 });
    const pausing = pause();
    while (clock.pending === 0) await clock.advance(0);
    expect(await state()).toBe("running");
    await clock.advance(5000);
    expect((await pausing).status).toBe(201);
  });

  it.each(appliesOrNot)("reset before the headers, applied: %s", async (applies, state) => {
    const faults = await faulty(open, { kind: "reset", applies });
    const error = await faults.pause().catch((reason: unknown) => reason);
    expect(error).toEqual(broken);
    expect((error as { cause: { code: string } }).cause.code).toMatch(/^(ECONNRESET|UND_ERR_SOCKET)$/);
    expect(await faults.state()).toBe(state);
    expect(faults.hit()).toMatchObject({ operation: "pauseSandbox", status: "reset", applied: applies });
  });

  it.each(appliesOrNot)(
    "stall before the headers until the caller gives up, applied: %s",
    async (applies, state) => {
      const faults = await faulty(open, { kind: "stall", where: "headers", applies });
      const giveUp = new AbortController();
      const pausing = faults.pause({ signal: giveUp.signal }).catch((reason: unknown) => reason);
      await vi.waitFor(() => expect(faults.hit()?.status).toBe("stall"), 60_000);
      giveUp.abort("enough");
      expect(await pausing).toBe("enough");
      expect(await faults.state()).toBe(state);
    },
  );

  it.each([
    ["reset", broken],
    ["stall", "enough"],
  ] as const)("%s in the middle of the body, until the caller gives up", async (kind, expected) => {
    const { begin, state } = await faulty(open, { kind, where: "body" });
    const giveUp = new AbortController();
    const response = await begin({ signal: giveUp.signal });
    expect(response.status).toBe(201);
    const reading = response.text().catch((reason: unknown) => reason);
    expect(await state()).toBe("paused");
    giveUp.abort("enough");
    expect(await reading).toEqual(expected);
  });

  const json = "application/json";
  it.each<[fault: Fault, type: string, text: RegExp]>([
    [{ kind: "truncated" }, json, /^\{"id":"[^}]*$/],
    [{ kind: "body", body: "html" }, "text/html; charset=utf-8", /^<!doctype html>/],
    [{ kind: "body", body: "text" }, json, /^upstream/],
    [{ kind: "body", body: "empty" }, json, /^$/],
    [{ kind: "body", body: "null" }, json, /^null$/],
  ])("apply the change and return a spoilt body: %o", async (fault, type, expected) => {
    const { pause, state } = await faulty(open, fault);
    const { status, headers, text } = await pause();
    expect([status, headers.get("content-type"), text]).toEqual([201, type, expect.stringMatching(expected)]);
    expect(await state()).toBe("paused");
  });

  it.each<Fault>([{ kind: "truncated" }, { kind: "body", body: "html" }, { kind: "reset", where: "body" }])(
    "give a response without a body one to spoil: %o",
    async (fault) => {
      const { begin, emulator } = await faulty(open, fault, { operation: "deleteSandbox" });
      const response = await begin({ method: "DELETE" }, "");
      expect(response.status).toBe(200);
      await response.text().catch(() => {});
      expect(emulator.export().sandboxes).toEqual([]);
    },
  );

  it.each([301, 302, 303, 307, 308] as const)("redirect with %i", async (status) => {
    const location = "https://elsewhere.example/";
    const { pause, state } = await faulty(open, { kind: "redirect", status, location });
    const response = await pause();
    expect([response.status, response.headers.get("location")]).toEqual([status, location]);
    expect(await state()).toBe("running");
  });
});

describe("a fault", () => {
  const fault = { kind: "status", status: 500 } as const;
  const opened = async (...injections: Injection[]) => {
    const made = await inProcess(having(paused("a"), paused("b")));
    for (const injection of injections) made.emulator.inject(injection);
    return { ...made, get: (id: string) => made.status("GET", `/v1/sandbox/${id}/`) };
  };

  it("hits only the operation, the sandbox and the requests that it is meant for", async () => {
    const { get, status } = await opened({ operation: "getSandbox", sandboxID: "b", skip: 1, fault });
    expect(await status("POST", "/v1/sandbox/b/stop")).toBe(409);
    const statuses = [await get("a"), await get("b"), await get("a"), await get("b"), await get("b")];
    expect(statuses).toEqual([200, 200, 200, 500, 200]);
  });

  it("hits the sandbox host, without waking when it is not applied", async () => {
    const { invoke, stateOf } = await opened({ operation: "invoke", fault });
    expect((await invoke("a")).status).toBe(500);
    expect(await stateOf("a")).toBe("paused");
    expect((await invoke("a")).status).toBe(200);
  });

  it("lasts until it is removed, or all are cleared", async () => {
    const { emulator, get } = await opened();
    for (const how of ["remove", "clear"]) {
      const lasting = emulator.inject({ operation: "*", times: Number.POSITIVE_INFINITY, fault });
      for (let n = 0; n < 20; n++) expect(await get("a")).toBe(500);
      if (how === "remove") lasting.remove();
      else emulator.clearFaults();
      expect(await get("a")).toBe(200);
    }
  });

  it("is not used up by requests without the key, nor do these push the others' records out", async () => {
    const { emulator, status, invoke, get } = await opened();
    expect(await get("a")).toBe(200);
    const injected = emulator.inject({ operation: "*", fault });
    const strange = { headers: { authorization: "wrong" } };
    for (let n = 0; n < 1100; n++) expect(await status("GET", "/v1/sandboxes", undefined, strange)).toBe(401);
    expect((await invoke("a", "/", strange)).status).toBe(401);
    expect(injected.hits).toBe(0);
    const records = emulator.requests();
    expect([records.length, records[0]]).toEqual([101, expect.objectContaining({ operation: "getSandbox" })]);
  });

  it.each([
    null,
    { operation: "pause", fault: { kind: "truncated" } },
    { operation: "toString", fault: { kind: "truncated" } },
    { operation: "*" },
    { operation: "*", fault: { kind: "explode" } },
    { operation: "*", fault: { kind: "status", status: 99 } },
    { operation: "*", fault: { kind: "status", status: 500, headers: { "bad name": "x" } } },
    { operation: "*", fault: { kind: "status", status: 500, applys: true } },
    { operation: "*", fault: { kind: "stall" } },
    { operation: "*", fault: { kind: "delay", ms: -1 } },
    { operation: "*", fault: { kind: "redirect", location: "https://a.example/\n" } },
    { operation: "*", times: 0, fault: { kind: "truncated" } },
  ])("is rejected when it is %j", async (injection) => {
    const { emulator } = await inProcess();
    expect(() => emulator.inject(injection as never)).toThrow(TypeError);
  });
});
