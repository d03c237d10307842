import type { ServerResponse } from "node:http";
import {
  type ApiError,
  AuthenticationError,
  BadRequestError,
  NotFoundError,
  UnexpectedResponseError,
} from "leap0-fetch";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { clientWithoutRetries } from "../../support/client.ts";
import { emulated, ways } from "../../support/emulated.ts";
import { call, everyCall, fetched, operationIds, successes } from "../../support/operations.ts";
import { rejection, rejectionOf } from "../../support/rejection.ts";
import { reply, startServer } from "../../support/server.ts";

const promising = operationIds.filter((id) => successes[id].body !== undefined);
const half = (id: keyof typeof successes) => JSON.stringify(successes[id].body).slice(0, 40);

/** Successes whose bodies are not what the description promises. */
const undecodable: [string, (id: keyof typeof successes) => { body: string; type: string }][] = [
  ["nothing", () => ({ body: "", type: "application/json" })],
  ["null", () => ({ body: "null", type: "application/json" })],
  ["an array", () => ({ body: "[]", type: "application/json" })],
  ["a text in JSON", () => ({ body: '"ok"', type: "application/json" })],
  ["a number", () => ({ body: "5", type: "application/json" })],
  ["true", () => ({ body: "true", type: "application/json" })],
  ["HTML", () => ({ body: "<!doctype html><title>Welcome</title>", type: "text/html" })],
  ["HTML that says it is JSON", () => ({ body: "<p>Welcome</p>", type: "application/json" })],
  ["truncated JSON", (id) => ({ body: half(id), type: "application/json" })],
  ["broken UTF-8", () => ({ body: '{"id":\ufffd', type: "application/json" })],
];

/** Failures with bodies that are no `{ message }`: each is still the class of its status. */
const failures: [string, number, string, abstract new (...values: never[]) => ApiError, unknown][] = [
  ["an empty 401", 401, "", AuthenticationError, undefined],
  ["a plain-text 400", 400, "bad bucket", BadRequestError, "bad bucket"],
  ["a null 404", 404, "null", NotFoundError, null],
  ["a 404 of nothing but 0", 404, "0", NotFoundError, 0],
  ["a 404 of nothing but false", 404, "false", NotFoundError, false],
  ["a 404 of nothing but an empty text", 404, '""', NotFoundError, ""],
  ["an array 400", 400, "[1]", BadRequestError, [1]],
  ["a truncated 400", 400, '{"message":"x","errors":[', BadRequestError, '{"message":"x","errors":['],
  ["an HTML 400", 400, "<h1>Bad Request</h1>", BadRequestError, "<h1>Bad Request</h1>"],
  [
    "a 400 whose errors are no list",
    400,
    '{"message":"x","errors":"y"}',
    BadRequestError,
    { message: "x", errors: "y" },
  ],
  ["a 400 whose errors hold null", 400, '{"errors":[null]}', BadRequestError, { errors: [null] }],
  ["a 400 whose message is an object", 400, '{"message":{}}', BadRequestError, { message: {} }],
  [
    "a 400 whose fields cannot be made a text",
    400,
    '{"errors":[{"field":{"toString":0,"valueOf":0},"error":{"toString":0,"valueOf":0}}]}',
    BadRequestError,
    { errors: [{ field: { toString: 0, valueOf: 0 }, error: { toString: 0, valueOf: 0 } }] },
  ],
];

describe.each(ways)("%s", async (way) => {
  const { client: connect, emulator, answerAll } = await emulated(way, {}, afterAll);
  const client = connect({ maxRetries: 0, rateLimit: false });
  beforeEach(() => emulator.reset());

  test.each(undecodable)(
    "a success with %s instead of its object is UnexpectedResponseError from every call",
    async (_, bodyFor) => {
      for (const [id, surface] of everyCall(promising)) {
        const { body, type } = bodyFor(id);
        answerAll({ kind: "status", status: successes[id].status, body, headers: { "content-type": type } });
        const error = await rejectionOf(call(surface, client, id), UnexpectedResponseError);
        expect(error).toMatchObject({ operation: id, status: successes[id].status, body });
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
      expect(surface === "client.api" ? (result as { data: unknown }).data : result).toEqual(body);
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
    "%s is its class from every method, and a truthy error of client.api",
    async (_, status, body, type, decoded) => {
      answerAll({ kind: "status", status, body, headers: { "content-type": "application/json" } });
      for (const id of operationIds) {
        const thrown = await rejectionOf(call("client methods", client, id), type);
        expect(thrown).toMatchObject({ status, attempts: 1, operation: id });
        expect(thrown.body).toEqual(decoded);
        const { data, error, response } = await fetched(client, id);
        expect([data, Boolean(error), response.ok, response.status]).toEqual([
          undefined,
          true,
          false,
          status,
        ]);
        if (decoded) expect(error).toEqual(decoded);
      }
    },
  );
});

/** Answers that only a bare wire can give. */
let answer: (response: ServerResponse) => void;
const server = await startServer((_, response) => answer(response), afterAll);
const client = clientWithoutRetries({ baseUrl: server.url });

test("a failure without a body is a truthy error also where its length is not told", async () => {
  for (const headers of [{ "transfer-encoding": "chunked" }, { "content-length": "0" }]) {
    answer = (response) => {
      response.writeHead(502, headers);
      response.end();
    };
    const { error } = await fetched(client, "getSandbox");
    expect(error).toMatchObject({ message: expect.stringContaining("502") });
  }
});

test("a status that no class and no platform knows is ServerError, and an answer of client.api", async () => {
  answer = (response) => reply(response, 799, { message: "what now" });
  expect(await rejection(call("client methods", client, "getSandbox"))).toMatchObject({
    name: "ServerError",
    status: 799,
  });
  expect(await fetched(client, "getSandbox")).toMatchObject({ error: { message: "what now" } });
});

test("an answer that is not HTTP is ConnectionError", async () => {
  answer = (response) => {
    response.socket?.end("this is not HTTP\r\n\r\n");
  };
  const error = await rejection(call("client methods", client, "pauseSandbox"));
  expect(error).toMatchObject({ name: "ConnectionError", outcomeUnknown: true, operation: "pauseSandbox" });
});
