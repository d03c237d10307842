import { UnexpectedResponseError } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { clientOf, json } from "../../support/client.ts";
import { emulated, ways } from "../../support/emulated.ts";
import { call, operationIds, successes } from "../../support/operations.ts";
import { rejection, rejectionOf } from "../../support/rejection.ts";
import { reply, startServer } from "../../support/server.ts";

type Id = keyof typeof successes;
const promising = operationIds.filter((id) => successes[id].body !== undefined);

/** A client that tries once, of an API that responds with this text. */
const returning = (status: number, body: string, type = "application/json") =>
  clientOf(() => new Response(body, { status, headers: { "content-type": type } }), {
    maxRetries: 0,
    rateLimit: false,
  });

test.each<[string, (id: Id) => string, string?]>([
  ["nothing", () => ""],
  ["null", () => "null"],
  ["an array", () => "[]"],
  ["a text in JSON", () => '"ok"'],
  ["a number", () => "5"],
  ["true", () => "true"],
  ["HTML", () => "<!doctype html><title>Welcome</title>", "text/html"],
  ["HTML that says it is JSON", () => "<p>Welcome</p>"],
  ["truncated JSON", (id) => JSON.stringify(successes[id].body).slice(0, 40)],
  ["broken UTF-8", () => '{"id":\ufffd'],
])("a success with %s instead of its object is UnexpectedResponseError", async (_, bodyFor, type) => {
  for (const id of promising) {
    const { status } = successes[id];
    const body = bodyFor(id);
    const { client } = returning(status, body, type);
    const error = await rejectionOf(call(client, id), UnexpectedResponseError);
    expect(error).toMatchObject({ operation: id, status, body });
    expect(error.headers.get("content-type")).toBe(type ?? "application/json");
  }
});

test("JSON of any media type is taken by every operation", async () => {
  for (const id of promising) {
    const { status, body } = successes[id];
    const { client } = returning(status, JSON.stringify(body), "text/plain");
    expect(await call(client, id)).toEqual(body);
  }
});

test.each(["deleteSandbox", "deleteSandboxMount"] as const)(
  "%s, which promises no body, takes any",
  async (id) => {
    expect(await call(returning(200, "<p>gone</p>").client, id)).toBeUndefined();
  },
);

const odd = { toString: 0, valueOf: 0 };

describe.each(ways)(
  "%s, a failure whose body is no { message } is its class, and truthy from client.api:",
  (way) => {
    test.each<[number, string, unknown?]>([
      [401, "", undefined],
      [404, "null", null],
      [404, "0", 0],
      [404, "false", false],
      [404, '""', ""],
      [400, "[1]", [1]],
      [400, "bad bucket"],
      [400, '{"message":"x","errors":['],
      [400, "<h1>Bad Request</h1>"],
      [400, '{"message":"x","errors":"y"}', { message: "x", errors: "y" }],
      [400, '{"errors":[null]}', { errors: [null] }],
      [400, '{"message":{}}', { message: {} }],
      [
        400,
        JSON.stringify({ errors: [{ field: odd, error: odd }] }),
        { errors: [{ field: odd, error: odd }] },
      ],
    ])("%i %j", async (status, body, ...decoded) => {
      const { client: connect, answerAll } = await emulated(way);
      answerAll({ kind: "status", status, body, headers: { "content-type": "application/json" } });
      const { sandboxes, api } = connect({ maxRetries: 0 });
      const expected = decoded.length ? decoded[0] : body;
      const name = { 400: "BadRequestError", 401: "AuthenticationError", 404: "NotFoundError" }[status];
      const thrown = await rejection(sandboxes.get("a"));
      expect(thrown).toMatchObject({ name, status, attempts: 1, operation: "getSandbox" });
      expect((thrown as { body: unknown }).body).toEqual(expected);
      const { data, error, response } = await api.GET("/v1/sandboxes");
      expect([data, Boolean(error), response.status]).toEqual([undefined, true, status]);
      if (expected) expect(error).toEqual(expected);
    });
  },
);

test("a failure without a body is a truthy error also where its length is not told", async () => {
  for (const headers of [{ "transfer-encoding": "chunked" }, { "content-length": "0" }]) {
    const { url } = await startServer((_, response) => void response.writeHead(502, headers).end());
    const { error } = await clientOf(() => fetch(url), { maxRetries: 0 }).api.GET("/v1/sandboxes");
    expect(error).toMatchObject({ message: expect.stringContaining("502") });
  }
});

test("a status that no class and no platform knows is ServerError, and a response of client.api", async () => {
  const { url } = await startServer((_, response) => reply(response, 799, { message: "what now" }));
  const { sandboxes, api } = clientOf(() => fetch(url), { maxRetries: 0 });
  expect(await rejection(sandboxes.get("a"))).toMatchObject({ name: "ServerError", status: 799 });
  expect(await api.GET("/v1/sandboxes")).toMatchObject({ error: { message: "what now" } });
});

test.each([100, 199, 600, 999])(
  "a custom fetch's %i ends client.api in no error of the platform",
  async (status) => {
    const { api } = clientOf(
      () =>
        Object.defineProperties(json(400, { message: "odd" }), {
          status: { value: status },
          ok: { value: false },
        }),
      { maxRetries: 0 },
    );
    const { response, error } = await api.GET("/v1/sandboxes");
    expect([response.status, error]).toEqual([status, { message: "odd" }]);
  },
);
