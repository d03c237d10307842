import { ConnectionError, type Leap0Event } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { clientWith, clientWithoutRetries } from "../../support/client.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { API_KEY } from "../../support/fixtures.ts";
import { call, everyCall } from "../../support/operations.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { connectionRefused, connectionReset, json, scriptedFetch } from "../../support/scripted-fetch.ts";
import { closedUrl, startServer } from "../../support/server.ts";

test.each(everyCall())("no answer is ConnectionError: %s through %s", async (id, surface) => {
  const error = await rejectionOf(
    call(
      surface,
      clientWithoutRetries({ fetch: scriptedFetch(() => Promise.reject(connectionRefused())) }),
      id,
    ),
    ConnectionError,
  );
  expect(error).toMatchObject({ operation: id, outcomeUnknown: false, name: "ConnectionError" });
  expect(error.cause).toBeInstanceOf(Error);
  expect(error.cause).toMatchObject({ message: "fetch failed", cause: { code: "ECONNREFUSED" } });
});

test.each<[string, () => Error, string]>([
  [
    "Node, one address",
    () =>
      new TypeError("fetch failed", {
        cause: Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:1"), {
          code: "ECONNREFUSED",
          address: "127.0.0.1",
          port: 1,
        }),
      }),
    "ECONNREFUSED 127.0.0.1:1",
  ],
  [
    "Node, several addresses",
    () => {
      const at = (address: string) =>
        Object.assign(new Error(""), { code: "ECONNREFUSED", address, port: 1 });
      return new TypeError("fetch failed", { cause: new AggregateError([at("::1"), at("127.0.0.1")]) });
    },
    "ECONNREFUSED 127.0.0.1:1",
  ],
  [
    "Node, a name without an address",
    () =>
      new TypeError("fetch failed", {
        cause: Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND", hostname: "api.example.com" }),
      }),
    "ENOTFOUND api.example.com",
  ],
  [
    "Deno, without the path",
    () =>
      new TypeError("error sending request for url (http://127.0.0.1:1/v1/sandbox/a/): Connection refused"),
    "error sending request for url (http://127.0.0.1:1): Connection refused",
  ],
  ["a browser", () => new TypeError("Failed to fetch"), "Failed to fetch"],
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

describe("outcomeUnknown", () => {
  const lost = (fail: () => Error) =>
    clientWithoutRetries({ fetch: scriptedFetch(() => Promise.reject(fail())) });

  test("is true for a write that broke off after it was sent", async () => {
    expect(await rejectionOf(lost(connectionReset).sandboxes.pause("a"), ConnectionError)).toMatchObject({
      outcomeUnknown: true,
    });
  });

  test("is false for a read", async () => {
    expect(
      (await rejectionOf(lost(connectionReset).sandboxes.get("a"), ConnectionError)).outcomeUnknown,
    ).toBe(false);
  });

  test.each([408, 500, 501, 502, 503, 504, 520, 599])("is true for a write after a %i", async (status) => {
    const client = clientWithoutRetries({ fetch: scriptedFetch(() => json(status)) });
    await expect(client.sandboxes.pause("a")).rejects.toMatchObject({ status, outcomeUnknown: true });
    await expect(client.sandboxes.get("a")).rejects.toMatchObject({ status, outcomeUnknown: false });
  });

  test.each([
    [400, {}],
    [401, {}],
    [404, {}],
    [409, {}],
    [429, {}],
    [503, { "retry-after": "1" }],
  ])("is false for a write after a %i with %j", async (status, headers) => {
    const client = clientWithoutRetries({ fetch: scriptedFetch(() => json(status, {}, headers)) });
    await expect(client.sandboxes.pause("a")).rejects.toMatchObject({ status, outcomeUnknown: false });
  });
});

describe("a real connection", () => {
  test("that is refused is ConnectionError with outcomeUnknown false, and says where", async () => {
    const baseUrl = await closedUrl();
    const error = await rejectionOf(clientWithoutRetries({ baseUrl }).sandboxes.pause("a"), ConnectionError);
    expect(error).toMatchObject({ outcomeUnknown: false });
    expect(error.message).toBe(
      `pauseSandbox: no response from the API after 1 of 1 attempts: ECONNREFUSED ${new URL(baseUrl).host}`,
    );
  });

  test("that breaks before an answer is ConnectionError, with outcomeUnknown for a write", async () => {
    const server = await startServer((_, response) => {
      response.socket?.resetAndDestroy();
    });
    const client = clientWithoutRetries({ baseUrl: server.url });
    expect(await rejectionOf(client.sandboxes.pause("a"), ConnectionError)).toMatchObject({
      outcomeUnknown: true,
    });
    expect(await rejectionOf(client.sandboxes.get("a"), ConnectionError)).toMatchObject({
      outcomeUnknown: false,
    });
  });

  test("that breaks in the body is ConnectionError as well", async () => {
    const server = await startServer((_, response) => {
      response.writeHead(201, { "content-type": "application/json", "content-length": 1000 });
      response.write('{"id":', () => response.socket?.resetAndDestroy());
    });
    const client = clientWithoutRetries({ baseUrl: server.url });
    expect(await rejectionOf(client.sandboxes.pause("a"), ConnectionError)).toMatchObject({
      outcomeUnknown: true,
    });
  });
});
