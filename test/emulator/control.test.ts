import { describe, expect, it } from "vitest";
import { KEY, mount, type Opened, overHttp, ways } from "./support/open.ts";

const CONTROL = "control-key-of-the-tests";

const steer = ({ call }: Opened, method: string, path: string, body?: unknown) =>
  call(method, `/__emulator/${path}`, body, { headers: { authorization: `Bearer ${CONTROL}` } });

describe.each(ways)("the control routes $way", ({ open }) => {
  it("are not there unless they have a key of their own", async () => {
    const opened = await open();
    expect((await steer(opened, "GET", "state")).status).toBe(404);
  });

  it("open to their own key only", async () => {
    const { call } = await open({ controlKey: CONTROL });
    for (const [method, path] of [
      ["GET", "state"],
      ["POST", "faults"],
      ["DELETE", "state"],
      ["GET", "nothing"],
    ] as const)
      expect((await call(method, `/__emulator/${path}`)).status).toBe(401);
  });

  it("inject, list and take back faults", async () => {
    const opened = await open({ controlKey: CONTROL });
    const fault = { operation: "listSandboxes", times: 2, fault: { kind: "status", status: 503 } };
    const injected = await steer(opened, "POST", "faults", fault);
    expect([injected.status, injected.body.id]).toEqual([201, "fault-1"]);
    expect((await opened.call("GET", "/v1/sandboxes")).status).toBe(503);
    expect((await steer(opened, "GET", "faults")).body).toEqual({
      faults: [{ id: "fault-1", hits: 1, remaining: 1, injection: fault }],
    });
    expect((await steer(opened, "DELETE", "faults/fault-1")).status).toBe(204);
    expect((await steer(opened, "DELETE", "faults/fault-1")).status).toBe(404);
    expect((await opened.call("GET", "/v1/sandboxes")).status).toBe(200);

    await steer(opened, "POST", "faults", { ...fault, times: null });
    for (let n = 0; n < 3; n++) expect((await opened.call("GET", "/v1/sandboxes")).status).toBe(503);
    expect((await steer(opened, "DELETE", "faults")).status).toBe(204);
    expect((await opened.call("GET", "/v1/sandboxes")).status).toBe(200);
  });

  it.each(["", "{", "null", "[]", `{"operation":"*"}`, `{"operation":"*","fault":{"kind":"no"}}`])(
    "refuse the fault %j",
    async (body) => {
      const opened = await open({ controlKey: CONTROL });
      const { status, body: answer } = await steer(opened, "POST", "faults", body);
      expect([status, typeof answer.message]).toEqual([400, "string"]);
    },
  );

  it("show the state without secrets, and the requests, and clear both", async () => {
    const opened = await open({ controlKey: CONTROL });
    const id = await opened.create({ mounts: [mount], env_vars: { A: "env-that-must-not-come-back" } });
    const state = await steer(opened, "GET", "state");
    expect(state.body).toMatchObject({ version: 1, sandboxes: [{ id, state: "running" }] });
    expect(state.text).not.toContain("must-not-come-back");
    const requests = await steer(opened, "GET", "requests");
    expect(requests.body).toMatchObject({
      requests: [{ operation: "createSandbox", applied: true }, { operation: "control" }],
    });
    expect((await steer(opened, "DELETE", "requests")).status).toBe(204);
    expect((await steer(opened, "DELETE", "state")).status).toBe(204);
    expect(opened.emulator.export().sandboxes).toEqual([]);
    expect((await steer(opened, "GET", "nothing")).status).toBe(404);
  });

  it("load a fixture, move the time and reset", async () => {
    const opened = await open({ controlKey: CONTROL });
    const state = { version: 1, sandboxes: [{ id: "sbx-abc123", state: "running", timeout: 60 }] };
    expect((await steer(opened, "PUT", "state", state)).status).toBe(204);
    expect((await opened.call("GET", "/v1/sandbox/sbx-abc123/")).body.state).toBe("running");
    const before = opened.clock.now();
    const moved = await steer(opened, "POST", "clock", { advance_ms: 60_000 });
    expect([moved.status, moved.body]).toEqual([200, { now: new Date(before + 60_000).toISOString() }]);
    expect((await opened.call("GET", "/v1/sandbox/sbx-abc123/")).status).toBe(404);
    expect((await steer(opened, "POST", "reset")).status).toBe(204);
    expect((await steer(opened, "GET", "requests")).body).toEqual({ requests: [] });
  });

  it.each([
    ["PUT", "state", { version: 2 }, "version"],
    ["PUT", "state", "{", "version"],
    ["POST", "clock", { advance: 5 }, "advance_ms"],
    ["POST", "clock", { advance_ms: -1 }, "advance_ms"],
    ["POST", "faults", { operation: "*", fault: { kind: "delay", msec: 5 } }, "ms"],
    ["POST", "faults", { operation: "*", time: 2, fault: { kind: "truncated" } }, "times"],
  ])("reject %s %s %j and name what is meant", async (method, path, body, word) => {
    const opened = await open({ controlKey: CONTROL });
    const { status, body: rejection } = await steer(opened, method, path, body);
    expect([status, rejection.message]).toEqual([400, expect.stringContaining(word)]);
  });

  it.each([
    ["PATCH", "faults", "GET, POST, DELETE"],
    ["GET", "faults/fault-1", "DELETE"],
    ["POST", "state", "GET, PUT, DELETE"],
    ["GET", "reset", "POST"],
  ])("return 405 for %s %s", async (method, path, allow) => {
    const opened = await open({ controlKey: CONTROL });
    const { status, headers } = await steer(opened, method, path);
    expect([status, headers.get("allow")]).toEqual([405, allow]);
  });
});

describe("a browser", () => {
  it("may call from any origin when that is allowed, and not otherwise", async () => {
    const { emulator, base } = await overHttp();
    const preflight = {
      method: "OPTIONS",
      headers: {
        origin: "https://page.example",
        "access-control-request-method": "PATCH",
        "access-control-request-headers": "authorization,content-type",
      },
    };
    const refused = await fetch(`${base}/v1/sandboxes`, preflight);
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([405, null]);

    const open = await emulator.listen({ cors: true });
    const allowed = await fetch(`${open.url}/v1/sandboxes`, preflight);
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get("access-control-allow-origin")).toBe("*");
    // Sandboxes and control routes take PUT as well.
    for (const method of ["PATCH", "PUT", "HEAD"])
      expect(allowed.headers.get("access-control-allow-methods")).toContain(method);
    expect(allowed.headers.get("access-control-allow-headers")).toBe("authorization,content-type");
    const answer = await fetch(`${open.url}/v1/sandboxes`, { headers: { authorization: KEY } });
    expect(answer.headers.get("access-control-expose-headers")).toContain("retry-after");
    await open.close();
  });
});
