import {
  ApiError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  ConnectionError,
  InvalidRequestError,
  Leap0Error,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  TimeoutError,
  UnexpectedResponseError,
} from "leap0-fetch";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { clientWith } from "../../support/client.ts";
import { emulated, ways } from "../../support/emulated.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { call, fetched, operationIds } from "../../support/operations.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { json, scriptedFetch } from "../../support/scripted-fetch.ts";

const classes: [status: number, type: typeof ApiError][] = [
  [400, BadRequestError],
  [401, AuthenticationError],
  [403, PermissionDeniedError],
  [404, NotFoundError],
  [409, ConflictError],
  [429, RateLimitError],
  [500, ServerError],
  [501, ServerError],
  [502, ServerError],
  [503, ServerError],
  [504, ServerError],
  [599, ServerError],
  [402, ApiError],
  [405, ApiError],
  [408, ApiError],
  [413, ApiError],
  [418, ApiError],
  [422, ApiError],
  [499, ApiError],
];

describe.each(ways)("%s", async (way) => {
  const { client: connect, answerAll } = await emulated(way, {}, afterAll);
  const client = connect({ maxRetries: 0, rateLimit: false });

  describe.each(classes)("status %i", (status, type) => {
    beforeEach(() =>
      answerAll({ kind: "status", status, headers: { "x-request": "r-1" }, body: { message: "because" } }),
    );

    test.each(operationIds)("is its class from %s", async (id) => {
      const error = await rejectionOf(call("client methods", client, id), type);
      expect(error).toBeInstanceOf(ApiError);
      expect(error).toBeInstanceOf(Leap0Error);
      expect(error).toMatchObject({
        status,
        operation: id,
        name: type.name,
        body: { message: "because" },
        attempts: 1,
        retryAfterMs: undefined,
      });
      expect(error.message).toContain(id);
      expect(error.message).toContain(`${status}: because`);
      expect(error.headers.get("x-request")).toBe("r-1");
      expect(error.stack).toContain(type.name);
    });

    test("is an answer of client.api, with body and headers", async () => {
      const { data, error, response } = await fetched(client, "startSandbox");
      expect({ data, error, status: response.status }).toEqual({
        data: undefined,
        error: { message: "because" },
        status,
      });
      expect(response.headers.get("x-request")).toBe("r-1");
    });
  });
});

describe("BadRequestError", () => {
  const refusing = (body: unknown) => clientWith({ fetch: scriptedFetch(() => json(400, body)) });

  test("names each field and what is wrong with it", async () => {
    const errors = [
      { field: "bucket", error: "no such bucket" },
      { field: "mount_path", error: "must be absolute" },
    ];
    const error = await rejectionOf(
      refusing({ message: "Validation failed", errors }).mounts.update("a", "b", { bucket: "x" }),
      BadRequestError,
    );
    expect(error.errors).toEqual(errors);
    expect(error.message).toContain(
      "Validation failed (bucket: no such bucket) (mount_path: must be absolute)",
    );
  });

  test("has no fields where the API named none", async () => {
    for (const body of [{ message: "no" }, { errors: null }, "no", undefined, []]) {
      const error = await rejectionOf(refusing(body).sandboxes.get("a"), BadRequestError);
      expect(error.errors).toEqual([]);
    }
  });
});

test("a page of an error is cut in the message and whole in the body", async () => {
  const page = "x".repeat(100_000);
  const client = clientWith({ fetch: scriptedFetch(() => new Response(page, { status: 404 })) });
  const error = await rejectionOf(client.sandboxes.get("a"), NotFoundError);
  expect(error.message.length).toBeLessThan(1000);
  expect(error.body).toBe(page);
});

describe("attempts", () => {
  test("counts what was sent, the last answer included", async () => {
    useFakeTime();
    const fetch = scriptedFetch(() => json(503));
    const client = clientWith({ fetch, maxRetries: 4 });
    const error = await rejectionOf(untilSettled(client.sandboxes.get("a")), ServerError);
    expect(error.attempts).toBe(5);
    expect(fetch.sent).toHaveLength(5);
  });
});

test("every error of the package is a Leap0Error with a name of its own", async () => {
  const errors = [
    InvalidRequestError,
    ConnectionError,
    TimeoutError,
    UnexpectedResponseError,
    ...classes.map(([, type]) => type),
  ];
  for (const type of errors) {
    expect(type.prototype).toBeInstanceOf(Leap0Error);
    expect(type.prototype.name).toBe(type.name);
  }
  const error = await rejectionOf(clientWith({}).sandboxes.get(""), InvalidRequestError);
  expect(String(error)).toMatch(/^InvalidRequestError: getSandbox: /);
  expect(error.stack).toMatch(/^InvalidRequestError: /);
});
