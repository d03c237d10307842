import { UnexpectedResponseError } from "leap0-fetch";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { clientWithoutRetries } from "../../support/client.ts";
import { emulated, ways } from "../../support/emulated.ts";
import { call, everyCall, type Fetched, fetched, operationIds, successes } from "../../support/operations.ts";
import { rejection, rejectionOf } from "../../support/rejection.ts";
import { reply, startServer } from "../../support/server.ts";

type Id = keyof typeof successes;
const promising = operationIds.filter((id) => successes[id].body !== undefined);
const half = (id: keyof typeof successes) => JSON.stringify(successes[id].body).slice(0, 40);

/** Successes whose bodies are not what the description promises. */
const undecodable: [string, (id: Id) => string, type?: string][] = [
  ["nothing", () => ""],
  ["null", () => "null"],
  ["an array", () => "[]"],
  ["a text in JSON", () => '"ok"'],
  ["a number", () => "5"],
  ["true", () => "true"],
  ["HTML", () => "<!doctype html><title>Welcome</title>", "text/html"],
  ["HTML that says it is JSON", () => "<p>Welcome</p>"],
  ["truncated JSON", (id) => half(id)],
  ["broken UTF-8", () => '{"id":\ufffd'],
];

const odd = { toString: 0, valueOf: 0 };

/** Failures with bodies that are no `{ message }`, and what they are decoded to. */
const failures: [number, string, unknown?][] = [
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
  [400, JSON.stringify({ errors: [{ field: odd, error: odd }] }), { errors: [{ field: odd, error: odd }] }],
];

describe.each(ways)("%s", async (way) => {
  const { client: connect, emulator, answerAll } = await emulated(way, {}, afterAll);
  const client = connect({ maxRetries: 0, rateLimit: false });
  beforeEach(() => emulator.reset());

  test.each(undecodable)(
    "a success with %s instead of its object is UnexpectedResponseError from every call",
    async (_, bodyFor, type = "application/json") => {
      for (const [id, surface] of everyCall(promising)) {
        const { status } = successes[id];
        const body = bodyFor(id);
        answerAll({ kind: "status", status, body, headers: { "content-type": type } });
        const error = await rejectionOf(call(surface, client, id), UnexpectedResponseError);
        expect(error).toMatchObject({ operation: id, status, body });
        expect(error.headers.get("content-type")).toBe(type);
      }
    },
  );

  test("JSON of any media type is taken by every call", async () => {
    for (const [id, surface] of everyCall(promising)) {
      const { status, body } = successes[id];
      const headers = { "content-type": "text/plain" };
      answerAll({ kind: "status", status, body: JSON.stringify(body), headers });
      const result = await call(surface, client, id);
      expect(surface === "client.api" ? (result as Fetched).data : result).toEqual(body);
    }
  });

  test.each(["deleteSandbox", "deleteSandboxMount"] as const)(
    "%s, which promises no body, takes any",
    async (id) => {
      answerAll({ kind: "status", status: 200, body: "<p>gone</p>" });
      expect(await call("client methods", client, id)).toBeUndefined();
      const { error, response } = await fetched(client, id);
      expect([error, response.ok]).toEqual([undefined, true]);
    },
  );

  test.each(failures)(
    "a %i with the body %j is its class from every method, and a truthy error of client.api",
    async (status, body, ...decoded) => {
      const headers = { "content-type": "application/json" };
      answerAll({ kind: "status", status, body, headers });
      const expected = decoded.length ? decoded[0] : body;
      for (const id of operationIds) {
        const name = { 400: "BadRequestError", 401: "AuthenticationError", 404: "NotFoundError" }[status];
        const thrown = await rejection(call("client methods", client, id));
        expect(thrown).toMatchObject({ name, status, attempts: 1, operation: id });
        expect((thrown as { body: unknown }).body).toEqual(expected);
        const { data, error, response } = await fetched(client, id);
        expect([data, Boolean(error), response.status]).toEqual([undefined, true, status]);
        if (expected) expect(error).toEqual(expected);
      }
    },
  );
});

test("a failure without a body is a truthy error also where its length is not told", async () => {
  for (const headers of [{ "transfer-encoding": "chunked" }, { "content-length": "0" }]) {
    const server = await startServer((_, response) => void response.writeHead(502, headers).end());
    const { error } = await fetched(clientWithoutRetries({ baseUrl: server.url }), "getSandbox");
    expect(error).toMatchObject({ message: expect.stringContaining("502") });
  }
});

test("a status that no class and no platform knows is ServerError, and a response of client.api", async () => {
  const server = await startServer((_, response) => reply(response, 799, { message: "what now" }));
  const client = clientWithoutRetries({ baseUrl: server.url });
  const error = await rejection(client.sandboxes.get("a"));
  expect(error).toMatchObject({ name: "ServerError", status: 799 });
  expect(await fetched(client, "getSandbox")).toMatchObject({ error: { message: "what now" } });
});
