import { ConnectionError } from "leap0-fetch";
import { expect, test } from "vitest";
import { clientOf, clientWithoutRetries } from "../../support/client.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { API_KEY } from "../../support/fixtures.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { closedUrl, startServer } from "../../support/server.ts";

// Which failures leave the outcome of which operation unknown is what test/faults/matrix tries.

/** What the platform throws, with this for its cause. */
const failed = (cause: Error, more = {}) =>
  new TypeError("fetch failed", { cause: Object.assign(cause, more) });
const at = (address: string) => Object.assign(new Error(""), { code: "ECONNREFUSED", address, port: 1 });

test.each<[string, unknown, string]>([
  [
    "Node, one address",
    failed(new Error("connect"), { code: "ECONNREFUSED", address: "127.0.0.1", port: 1 }),
    "ECONNREFUSED 127.0.0.1:1",
  ],
  [
    "Node, several addresses",
    failed(new AggregateError([at("::1"), at("127.0.0.1")])),
    "ECONNREFUSED 127.0.0.1:1",
  ],
  [
    "Node, a name without an address",
    failed(new Error("getaddrinfo"), { code: "ENOTFOUND", hostname: "api.example.com" }),
    "ENOTFOUND api.example.com",
  ],
  [
    "Deno, without the path",
    new TypeError("error sending request for url (http://127.0.0.1:1/v1/sandbox/a/): Connection refused"),
    "error sending request for url (http://127.0.0.1:1): Connection refused",
  ],
  ["a browser", new TypeError("Failed to fetch"), "Failed to fetch"],
  ["a fetch that rejects with a text", "no route", "no route"],
  ["a fetch whose cause is a text", new TypeError("failed", { cause: "no route" }), "no route"],
  ["an error that echoes the key", new Error(`bad header: ${API_KEY}`), "bad header: [redacted]"],
])("a failed connection says where and why, in the words of %s", async (_, thrown, words) => {
  useFakeTime();
  const { sandboxes, events } = clientOf(() => Promise.reject(thrown), { maxRetries: 1 });
  const error = await untilSettled(rejectionOf(sandboxes.get("a"), ConnectionError));
  expect(error.message).toBe(`getSandbox: no response from the API after 2 of 2 attempts: ${words}`);
  expect(events.find(({ type }) => type === "retry")).toMatchObject({ problem: words });
});

test("a real connection that is refused is ConnectionError, and says where", async () => {
  const baseUrl = await closedUrl();
  const error = await rejectionOf(clientWithoutRetries({ baseUrl }).sandboxes.pause("a"), ConnectionError);
  expect(error).toMatchObject({ outcomeUnknown: false });
  expect(error.message).toBe(
    `pauseSandbox: no response from the API after 1 of 1 attempts: ECONNREFUSED ${new URL(baseUrl).host}`,
  );
});

test("a real server that does not speak HTTP may have done a write, and no read", async () => {
  const server = await startServer((_, { socket }) => void socket?.end("this is not HTTP\r\n\r\n"));
  const { sandboxes } = clientWithoutRetries({ baseUrl: server.url });
  expect(await rejectionOf(sandboxes.pause("a"), ConnectionError)).toMatchObject({ outcomeUnknown: true });
  expect(await rejectionOf(sandboxes.get("a"), ConnectionError)).toMatchObject({ outcomeUnknown: false });
});
