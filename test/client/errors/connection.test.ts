import type { ServerResponse } from "node:http";
import { ConnectionError, type Leap0Event } from "leap0-fetch";
import { expect, test } from "vitest";
import { clientWith, clientWithoutRetries } from "../../support/client.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { API_KEY } from "../../support/fixtures.ts";
import { call, everyCall } from "../../support/operations.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { connectionRefused, json, scriptedFetch } from "../../support/scripted-fetch.ts";
import { closedUrl, startServer } from "../../support/server.ts";

/** What the platform throws, with this for its cause. */
const failed = (cause: Error, more = {}) =>
  new TypeError("fetch failed", { cause: Object.assign(cause, more) });

const losing = (fail: () => Error) =>
  clientWithoutRetries({ fetch: scriptedFetch(() => Promise.reject(fail())) });

test.each(everyCall())("no response is ConnectionError: %s through %s", async (id, surface) => {
  const error = await rejectionOf(call(surface, losing(connectionRefused), id), ConnectionError);
  expect(error).toMatchObject({ operation: id, outcomeUnknown: false, name: "ConnectionError" });
  expect(error.cause).toBeInstanceOf(Error);
  expect(error.cause).toMatchObject({ message: "fetch failed", cause: { code: "ECONNREFUSED" } });
});

test.each<[string, () => Error, string]>([
  [
    "Node, one address",
    () => failed(new Error("connect"), { code: "ECONNREFUSED", address: "127.0.0.1", port: 1 }),
    "ECONNREFUSED 127.0.0.1:1",
  ],
  [
    "Node, several addresses",
    () => {
      const at = (address: string) =>
        Object.assign(new Error(""), { code: "ECONNREFUSED", address, port: 1 });
      return failed(new AggregateError([at("::1"), at("127.0.0.1")]));
    },
    "ECONNREFUSED 127.0.0.1:1",
  ],
  [
    "Node, a name without an address",
    () => failed(new Error("getaddrinfo"), { code: "ENOTFOUND", hostname: "api.example.com" }),
    "ENOTFOUND api.example.com",
  ],
  [
    "Deno, without the path",
    () =>
      new TypeError("error sending request for url (http://127.0.0.1:1/v1/sandbox/a/): Connection refused"),
    "error sending request for url (http://127.0.0.1:1): Connection refused",
  ],
  ["a browser", () => new TypeError("Failed to fetch"), "Failed to fetch"],
  ["a fetch that rejects with a text", () => "no route" as never, "no route"],
  ["a fetch whose cause is a text", () => new TypeError("failed", { cause: "no route" }), "no route"],
  ["an error that echoes the key", () => new Error(`bad header: ${API_KEY}`), "bad header: [redacted]"],
])("a failed connection says where and why, in the words of %s", async (_, fail, words) => {
  const events: Leap0Event[] = [];
  const fetch = scriptedFetch(() => Promise.reject(fail()));
  const client = clientWith({ fetch, maxRetries: 1, onEvent: (event) => void events.push(event) });
  useFakeTime();
  const error = await untilSettled(rejectionOf(client.sandboxes.get("a"), ConnectionError));
  expect(error.message).toBe(`getSandbox: no response from the API after 2 of 2 attempts: ${words}`);
  expect(events.find(({ type }) => type === "retry")).toMatchObject({ problem: words });
});

test.each([408, 500, 501, 502, 503, 504, 520, 599])(
  "outcomeUnknown is true for a write after a %i",
  async (status) => {
    const client = clientWithoutRetries({ fetch: scriptedFetch(() => json(status)) });
    await expect(client.sandboxes.pause("a")).rejects.toMatchObject({ status, outcomeUnknown: true });
    await expect(client.sandboxes.get("a")).rejects.toMatchObject({ status, outcomeUnknown: false });
  },
);

test.each<[number, Record<string, string>?]>([
  [400],
  [401],
  [404],
  [409],
  [429],
  [503, { "retry-after": "1" }],
])("outcomeUnknown is false for a write after a %i with %j", async (status, headers = {}) => {
  const client = clientWithoutRetries({ fetch: scriptedFetch(() => json(status, {}, headers)) });
  await expect(client.sandboxes.pause("a")).rejects.toMatchObject({ status, outcomeUnknown: false });
});

test("a real connection that is refused is ConnectionError, and says where", async () => {
  const baseUrl = await closedUrl();
  const error = await rejectionOf(clientWithoutRetries({ baseUrl }).sandboxes.pause("a"), ConnectionError);
  expect(error).toMatchObject({ outcomeUnknown: false });
  expect(error.message).toBe(
    `pauseSandbox: no response from the API after 1 of 1 attempts: ECONNREFUSED ${new URL(baseUrl).host}`,
  );
});

test.each<[string, (response: ServerResponse) => void]>([
  ["breaks before a response", ({ socket }) => void socket?.resetAndDestroy()],
  [
    "breaks in the body",
    (response) => {
      response.writeHead(201, { "content-type": "application/json", "content-length": 1000 });
      response.write('{"id":', () => response.socket?.resetAndDestroy());
    },
  ],
  ["does not speak HTTP", ({ socket }) => void socket?.end("this is not HTTP\r\n\r\n")],
])("a real connection that %s is ConnectionError, outcomeUnknown for a write alone", async (_, respond) => {
  const server = await startServer((_, response) => respond(response));
  const { sandboxes } = clientWithoutRetries({ baseUrl: server.url });
  const written = await rejectionOf(sandboxes.pause("a"), ConnectionError);
  expect(written).toMatchObject({ outcomeUnknown: true, operation: "pauseSandbox" });
  expect(await rejectionOf(sandboxes.get("a"), ConnectionError)).toMatchObject({ outcomeUnknown: false });
});
