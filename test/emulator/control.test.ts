import { expect, it } from "vitest";
import { having, mount, inProcess as open, running } from "./support/open.ts";

const CONTROL = "control-key-of-the-tests";

async function opened() {
  const made = await open({ controlKey: CONTROL });
  const headers = { authorization: `Bearer ${CONTROL}` };
  const control = (method: string, path: string, body?: unknown) =>
    made.call(method, `/__emulator/${path}`, body, { headers });
  return { ...made, control, list: () => made.status("GET", "/v1/sandboxes") };
}

it("there are control routes only with a key of their own, and they open to no other", async () => {
  const { status, control } = await opened();
  for (const request of ["GET state", "POST faults", "DELETE state", "GET nothing"]) {
    const [method = "", path] = request.split(" ");
    expect([request, await status(method, `/__emulator/${path}`)]).toEqual([request, 401]);
  }
  expect((await control("GET", "nothing")).status).toBe(404);
  expect(await (await open()).status("GET", "/__emulator/state")).toBe(404);
});

it("faults are injected, listed and removed", async () => {
  const { control, list } = await opened();
  const fault = { operation: "listSandboxes", times: 2, fault: { kind: "status", status: 503 } };
  const injected = await control("POST", "faults", fault);
  expect([injected.status, injected.body.id]).toEqual([201, "fault-1"]);
  expect(await list()).toBe(503);
  expect((await control("GET", "faults")).body).toEqual({
    faults: [{ id: "fault-1", hits: 1, remaining: 1, injection: fault }],
  });
  expect((await control("DELETE", "faults/fault-1")).status).toBe(204);
  expect((await control("DELETE", "faults/fault-1")).status).toBe(404);
  expect(await list()).toBe(200);

  await control("POST", "faults", { ...fault, times: null });
  for (let n = 0; n < 3; n++) expect(await list()).toBe(503);
  expect((await control("DELETE", "faults")).status).toBe(204);
  expect(await list()).toBe(200);
});

it("the state without secrets and the requests are shown and cleared", async () => {
  const { control, create, emulator } = await opened();
  const id = await create({ mounts: [mount], env_vars: { A: "env-that-must-not-come-back" } });
  const state = await control("GET", "state");
  expect(state.body).toMatchObject({ version: 1, sandboxes: [{ id, state: "running" }] });
  expect(state.text).not.toContain("must-not-come-back");
  const { body } = await control("GET", "requests");
  const [created, seen] = [{ operation: "createSandbox", applied: true }, { operation: "control" }];
  expect(body).toMatchObject({ requests: [created, seen] });
  for (const what of ["requests", "state"]) expect((await control("DELETE", what)).status).toBe(204);
  expect(emulator.export().sandboxes).toEqual([]);
});

it("a fixture is loaded, the time moved, and all reset", async () => {
  const { control, status, clock, stateOf } = await opened();
  const { state } = having({ ...running("sbx-abc123"), timeout: 60 });
  expect((await control("PUT", "state", state)).status).toBe(204);
  expect(await stateOf("sbx-abc123")).toBe("running");
  const moved = await control("POST", "clock", { advance_ms: 60_000 });
  expect([moved.status, moved.body]).toEqual([200, { now: new Date(clock.now()).toISOString() }]);
  expect((await control("GET", "clock")).body).toEqual(moved.body);
  expect(await status("GET", "/v1/sandbox/sbx-abc123/")).toBe(404);
  expect((await control("POST", "reset")).status).toBe(204);
  expect((await control("GET", "requests")).body).toEqual({ requests: [] });
});

it.each([
  ["PUT", "state", { version: 2 }, "version"],
  ["PUT", "state", "{", "version"],
  ["POST", "clock", { advance: 5 }, "advance_ms"],
  ["POST", "clock", { advance_ms: -1 }, "advance_ms"],
  ...["", "{", "null", "[]"].map((body) => ["POST", "faults", body, "object"] as const),
  ["POST", "faults", { operation: "*" }, "fault"],
  ["POST", "faults", { operation: "*", fault: { kind: "no", status: 5 } }, "kind must be one of status"],
  ["POST", "faults", { operation: "*", fault: { kind: "delay", msec: 5 } }, "ms"],
  ["POST", "faults", { operation: "*", time: 2, fault: { kind: "truncated" } }, "times"],
] as const)("%s %s %j is invalid, and the message names what is meant", async (method, path, body, word) => {
  const { status, body: rejection } = await (await opened()).control(method, path, body);
  expect([status, rejection.message]).toEqual([400, expect.stringContaining(word)]);
});

it.each([
  ["PATCH", "faults", "GET, POST, DELETE"],
  ["GET", "faults/fault-1", "DELETE"],
  ["POST", "state", "GET, PUT, DELETE"],
  ["GET", "reset", "POST"],
])("%s %s: 405", async (method, path, allow) => {
  const { status, headers } = await (await opened()).control(method, path);
  expect([status, headers.get("allow")]).toEqual([405, allow]);
});
