import * as leap0 from "leap0-fetch";
import { expect, test } from "vitest";
import { clientOf, clientWith, json } from "../../support/client.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { mountRequest } from "../../support/fixtures.ts";
import { call, operationIds } from "../../support/operations.ts";
import { rejectionOf } from "../../support/rejection.ts";

const { ApiError, BadRequestError, InvalidRequestError, NotFoundError, ServerError } = leap0;
const returning = (status: number, body: unknown, headers = {}) =>
  clientOf(() => json(status, body, headers), { maxRetries: 0, rateLimit: false });

test.each<[status: number, type: typeof ApiError]>([
  [400, BadRequestError],
  [401, leap0.AuthenticationError],
  [403, leap0.PermissionDeniedError],
  [404, NotFoundError],
  [409, leap0.ConflictError],
  [429, leap0.RateLimitError],
  ...[500, 501, 503, 599].map((status): [number, typeof ApiError] => [status, ServerError]),
  ...[402, 408, 413, 499].map((status): [number, typeof ApiError] => [status, ApiError]),
])("status %i is its class from every method", async (status, type) => {
  const { client } = returning(status, { message: "because" }, { "x-request": "r-1" });
  for (const id of operationIds) {
    const error = await rejectionOf(call(client, id), type);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status,
      operation: id,
      name: type.name,
      body: { message: "because" },
      attempts: 1,
      retryAfterMs: undefined,
      message: `${id}: the API returned ${status}: because`,
    });
    expect(error.headers.get("x-request")).toBe("r-1");
    expect(error.stack).toContain(type.name);
  }
});

test("BadRequestError names each field and what is wrong with it", async () => {
  const errors = ["bucket", "mount_path"].map((field) => ({ field, error: "is wrong" }));
  const { mounts } = returning(400, { message: "Validation failed", errors });
  const error = await rejectionOf(mounts.update("a", "b", { bucket: "x" }), BadRequestError);
  expect(error.errors).toEqual(errors);
  expect(error.message).toContain("Validation failed (bucket: is wrong) (mount_path: is wrong)");
});

test("BadRequestError has no fields where the API named none", async () => {
  for (const body of [{ message: "no" }, { errors: null }, "no", undefined, []]) {
    const error = await rejectionOf(returning(400, body).sandboxes.get("a"), BadRequestError);
    expect(error.errors).toEqual([]);
  }
});

test("a page of an error is cut in the message and whole in the body", async () => {
  const page = "x".repeat(100_000);
  const { sandboxes } = clientOf(() => new Response(page, { status: 404 }));
  const error = await rejectionOf(sandboxes.get("a"), NotFoundError);
  expect(error.message.length).toBeLessThan(1000);
  expect(error.body).toBe(page);
});

test("attempts counts what was sent, the last response included", async () => {
  useFakeTime();
  const { sandboxes, sent } = clientOf(() => json(503), { maxRetries: 4 });
  const error = await untilSettled(rejectionOf(sandboxes.get("a"), ServerError));
  expect([error.attempts, sent.length]).toEqual([5, 5]);
});

test("every error of the package is a Leap0Error with a name of its own", async () => {
  const all = Object.entries(leap0).filter(([name]) => /(?<!Leap0)Error$/.test(name));
  expect(all).toHaveLength(12);
  for (const [name, { prototype }] of all as [string, typeof ApiError][]) {
    expect(prototype).toBeInstanceOf(leap0.Leap0Error);
    expect(prototype.name).toBe(name);
  }
  const error = await rejectionOf(clientWith().sandboxes.get(""), InvalidRequestError);
  expect(error.stack).toMatch(/^InvalidRequestError: getSandbox: /);
});

test("InvalidRequestError says what was invalid, and names the operation", async () => {
  const { api, mounts, sandboxes } = returning(200, {});
  const body: Record<string, unknown> & leap0.MountRequest = mountRequest() as never;
  body.self = body;
  const query = { page: { of: {} } } as object;
  const init = { params: { path: { sandboxID: "a" } }, body };
  const failing = [
    ["id", "pauseSandbox", sandboxes.pause("..")],
    ["option", "getSandbox", sandboxes.get("a", { timeoutMs: -1 })],
    ["headers", "getSandbox", sandboxes.get("a", { headers: { authorization: "x" } })],
    ["api-key", "getSandbox", clientWith({ apiKey: () => "" }).sandboxes.get("a")],
    ["body", "addSandboxMount", mounts.add("a", body)],
    ["body", "addSandboxMount", api.POST("/v1/sandbox/{sandboxID}/mounts", init)],
    ["query", "listSandboxes", (async () => sandboxes.list(query))()],
    ["query", "listSandboxes", api.GET("/v1/sandboxes", { params: { query } })],
  ] as const;
  for (const [code, operation, failure] of failing) {
    const error = await rejectionOf(failure as Promise<unknown>, InvalidRequestError);
    expect(error).toMatchObject({ code, operation });
    expect(error.message.startsWith(`${operation}: `)).toBe(true);
  }
});
