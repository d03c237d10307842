import * as leap0 from "leap0-fetch";
import { expect, test } from "vitest";
import { clientWith, clientWithoutRetries } from "../../support/client.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { mountRequest } from "../../support/fixtures.ts";
import { call, fetched, operationIds, surfaces } from "../../support/operations.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { json, scriptedFetch } from "../../support/scripted-fetch.ts";

const { ApiError, BadRequestError, InvalidRequestError, NotFoundError, ServerError } = leap0;
const classes: [status: number, type: typeof ApiError][] = [
  [400, BadRequestError],
  [401, leap0.AuthenticationError],
  [403, leap0.PermissionDeniedError],
  [404, NotFoundError],
  [409, leap0.ConflictError],
  [429, leap0.RateLimitError],
  ...[500, 501, 503, 599].map((status): [number, typeof ApiError] => [status, ServerError]),
  ...[402, 408, 413, 499].map((status): [number, typeof ApiError] => [status, ApiError]),
];
const returning = (status: number, body: unknown, headers = {}) =>
  clientWithoutRetries({ fetch: scriptedFetch(() => json(status, body, headers)), rateLimit: false });

test.each(classes)(
  "status %i is its class from every method, and a response of client.api",
  async (status, type) => {
    const client = returning(status, { message: "because" }, { "x-request": "r-1" });
    for (const id of operationIds) {
      const error = await rejectionOf(call("client methods", client, id), type);
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
      const { data, error: body, response } = await fetched(client, id);
      expect([data, body, response.status]).toEqual([undefined, { message: "because" }, status]);
      expect(response.headers.get("x-request")).toBe("r-1");
    }
  },
);

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
  const client = clientWith({ fetch: scriptedFetch(() => new Response(page, { status: 404 })) });
  const error = await rejectionOf(client.sandboxes.get("a"), NotFoundError);
  expect(error.message.length).toBeLessThan(1000);
  expect(error.body).toBe(page);
});

test("attempts counts what was sent, the last response included", async () => {
  useFakeTime();
  const fetch = scriptedFetch(() => json(503));
  const client = clientWith({ fetch, maxRetries: 4 });
  const error = await rejectionOf(untilSettled(client.sandboxes.get("a")), ServerError);
  expect([error.attempts, fetch.sent.length]).toEqual([5, 5]);
});

test("every error of the package is a Leap0Error with a name of its own", async () => {
  const all = Object.entries(leap0).filter(([name]) => /(?<!Leap0)Error$/.test(name));
  expect(all).toHaveLength(12);
  for (const [name, { prototype }] of all as [string, typeof ApiError][]) {
    expect(prototype).toBeInstanceOf(leap0.Leap0Error);
    expect(prototype.name).toBe(name);
  }
  const error = await rejectionOf(clientWith({}).sandboxes.get(""), InvalidRequestError);
  expect(error.stack).toMatch(/^InvalidRequestError: getSandbox: /);
});

test.each(surfaces)(
  "InvalidRequestError through %s says what was invalid, and names the operation",
  async (surface) => {
    const client = clientWith({ fetch: scriptedFetch(() => json(200, {})) });
    const keyless = clientWith({ apiKey: () => "" });
    const failing = [
      ["id", "pauseSandbox", call(surface, client, "pauseSandbox", {}, { sandboxID: ".." })],
      ["option", "getSandbox", call(surface, client, "getSandbox", { timeoutMs: -1 })],
      ["headers", "getSandbox", call(surface, client, "getSandbox", { headers: { authorization: "x" } })],
      ["headers", "getSandbox", call(surface, client, "getSandbox", { headers: { "x-a": "a\nb" } })],
      ["api-key", "listSandboxes", call(surface, keyless, "listSandboxes", {})],
    ] as const;
    for (const [code, operation, failure] of failing) {
      const error = await rejectionOf(failure, InvalidRequestError);
      expect(error).toMatchObject({ code, operation });
      expect(error.message.startsWith(`${operation}: `)).toBe(true);
    }
  },
);

test("a body or a query that cannot be written names its operation as well", async () => {
  const { api, mounts, sandboxes } = clientWith({ fetch: scriptedFetch(() => json(200, {})) });
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  const body = { ...mountRequest(), extra: circular };
  const path = { sandboxID: "a" };
  const query = { page: { of: {} } } as object;
  const failing = [
    ["body", "addSandboxMount", mounts.add("a", body)],
    ["body", "addSandboxMount", api.POST("/v1/sandbox/{sandboxID}/mounts", { params: { path }, body })],
    ["query", "listSandboxes", (async () => sandboxes.list(query))()],
    ["query", "listSandboxes", api.GET("/v1/sandboxes", { params: { query } })],
    ["operation", undefined, api.GET("/v2/sandboxes" as "/v1/sandboxes")],
  ] as const;
  for (const [code, operation, failure] of failing) {
    const error = await rejectionOf(failure as Promise<unknown>, InvalidRequestError);
    expect(error).toMatchObject({ code, operation });
  }
});
