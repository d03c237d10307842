import { describe, expect, it } from "vitest";
import { checkedResult } from "../../src/emulator/api/result.ts";

const sandbox = {
  id: "sbx-a",
  template_id: "tpl-a",
  vcpu: 1,
  memory: 1024,
  disk: 10_240,
  timeout: 300,
  state: "running",
  auto_pause: false,
  created_at: "2026-01-01T00:00:00Z",
};

const check = (status: number, body?: unknown) =>
  checkedResult("getSandbox", { status, body, applied: false });

describe("the emulator's own answers", () => {
  it("pass when they are as described", () => {
    expect(check(200, sandbox)).toEqual({ status: 200, body: sandbox, applied: false });
    expect(check(404, { message: "There is none." }).status).toBe(404);
    expect(checkedResult("deleteSandbox", { status: 204, applied: true })).toEqual({
      status: 204,
      applied: true,
    });
  });

  it.each([
    ["a field that is missing", 200, { ...sandbox, disk: undefined }],
    ["a field of another type", 200, { ...sandbox, timeout: "300" }],
    ["a state that does not exist", 200, { ...sandbox, state: "asleep" }],
    ["no body", 200, undefined],
    ["an error without a message", 404, {}],
  ])("become a 500 that says where they are not: %s", (_, status, body) => {
    const reply = check(status, body);
    expect(reply.status).toBe(500);
    expect(reply.body).toEqual({
      message: expect.stringContaining(`response ${status} to getSandbox is not`),
    });
  });
});
