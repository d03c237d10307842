import { ApiError, BadRequestError, ConnectionError, UnexpectedResponseError } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { maxBodyBytes } from "../../../src/generated/facts.ts";
import { clientWith, clientWithoutRetries } from "../../support/client.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { call, type Fetched, successes, surfaces } from "../../support/operations.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { json, scriptedFetch } from "../../support/scripted-fetch.ts";
import { startServer } from "../../support/server.ts";

const MEBIBYTE = 2 ** 20;

/** A body that never ends, and says how much of it was read and whether it was let go. */
function endless(first = "") {
  const state = { bytes: 0, cancelled: false };
  const part = new TextEncoder().encode("x".repeat(MEBIBYTE / 16));
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode(first)),
    pull(controller) {
      state.bytes += part.byteLength;
      controller.enqueue(part);
    },
    cancel() {
      state.cancelled = true;
    },
  });
  return { state, stream };
}

describe.each(surfaces)("through %s", (surface) => {
  test("a success that is longer than any body of the API is rejected, and read no further", async () => {
    const { state, stream } = endless('{"id":"');
    const client = clientWithoutRetries({ fetch: scriptedFetch(() => new Response(stream)) });
    const error = await rejectionOf(call(surface, client, "getSandbox"), UnexpectedResponseError);
    expect(error.message).toContain(String(maxBodyBytes));
    expect(error).toMatchObject({ status: 200, body: undefined });
    expect(state.bytes).toBeLessThan(maxBodyBytes + MEBIBYTE);
    expect(state.cancelled).toBe(true);
  });

  test("a length that is shorter than the body, as that of a compressed one is, does not widen the limit", async () => {
    const { state, stream } = endless('{"id":"');
    const headers = { "content-length": "1000" };
    const client = clientWithoutRetries({ fetch: scriptedFetch(() => new Response(stream, { headers })) });
    await rejectionOf(call(surface, client, "getSandbox"), UnexpectedResponseError);
    expect(state.bytes).toBeLessThan(maxBodyBytes + MEBIBYTE);
  });

  test("an error that is longer than 1 MiB is cut", async () => {
    const { state, stream } = endless();
    const client = clientWithoutRetries({
      fetch: scriptedFetch(() => new Response(stream, { status: 400 })),
    });
    const result = await call(surface, client, "getSandbox").catch((error) => error);
    const body = result instanceof ApiError ? result.body : (result as Fetched).error;
    expect(String(body)).toHaveLength(MEBIBYTE);
    expect(state.bytes).toBeLessThan(2 * MEBIBYTE);
    expect(state.cancelled).toBe(true);
  });

  test("a success just below the limit is read whole", async () => {
    const padding = "é".repeat(maxBodyBytes / 2 - 1000);
    const sandbox = { ...(successes.getSandbox.body as object), padding };
    const client = clientWithoutRetries({ fetch: scriptedFetch(() => json(200, sandbox)) });
    const result = await call(surface, client, "getSandbox");
    expect(surface === "client.api" ? (result as Fetched).data : result).toEqual(sandbox);
  });

  test("a write whose response is too long is reconciled", async () => {
    useFakeTime();
    const fetch = scriptedFetch(({ method }) =>
      method === "GET"
        ? json(200, { ...(successes.getSandbox.body as object), state: "paused" })
        : new Response(endless().stream, { status: 201 }),
    );
    const result = await untilSettled(call(surface, clientWith({ fetch }), "pauseSandbox"));
    expect(surface === "client.api" ? (result as Fetched).data : result).toMatchObject({ state: "paused" });
  });
});

test("over HTTP, too: a body that says its length, and one that does not", async () => {
  const long = "x".repeat(maxBodyBytes + 1);
  const server = await startServer((_, response, index) => {
    response.writeHead(200, index ? {} : { "content-length": long.length });
    response.end(long);
  });
  const client = clientWithoutRetries({ baseUrl: server.url });
  for (const _ of [1, 2]) await rejectionOf(client.sandboxes.get("a"), UnexpectedResponseError);
});

describe("a body that cannot be let go does not hold a call:", () => {
  const bodies: [string, () => unknown][] = [
    ["its cancel() never settles", () => new Promise(() => {})],
    ["its cancel() rejects", () => Promise.reject(new TypeError("locked"))],
    [
      "its cancel() throws",
      () => {
        throw new TypeError("locked");
      },
    ],
  ];

  test.each(bodies)("of a redirect, and %s", async (_, cancel) => {
    const fetch = scriptedFetch(() =>
      Object.defineProperty(new Response("moved", { status: 200 }), "body", { value: { cancel } }),
    );
    const redirected = async (...given: Parameters<typeof fetch>) =>
      Object.defineProperty(await fetch(...given), "redirected", { value: true });
    await rejectionOf(clientWith({ fetch: redirected }).sandboxes.get("a"), UnexpectedResponseError);
  });

  test.each(bodies)("of an error that is cut, and %s", async (_, cancel) => {
    const { stream } = endless();
    const reader = stream.getReader();
    const body = { locked: false, getReader: () => ({ read: () => reader.read(), cancel }) };
    const fetch = scriptedFetch(() =>
      Object.defineProperty(new Response("x", { status: 400 }), "body", { value: body }),
    );
    await rejectionOf(clientWithoutRetries({ fetch }).sandboxes.get("a"), BadRequestError);
  });
});

describe("a response of a custom fetch that is used up gets a message that says so:", () => {
  test.each<[string, (response: Response) => unknown]>([
    ["it was read", (response) => response.text()],
    ["its body went into another response", (response) => new Response(response.body).text()],
    ["its body is being read", (response) => response.body?.getReader()],
  ])("%s", async (_, use) => {
    const fetch = scriptedFetch(async () => {
      const response = json(200, successes.getSandbox.body);
      await use(response);
      return response;
    });
    const error = await rejectionOf(clientWithoutRetries({ fetch }).sandboxes.get("a"), ConnectionError);
    expect((error.cause as Error).message).toContain("used up");
  });

  test("one whose clone was read is fine", async () => {
    const fetch = scriptedFetch(async () => {
      const response = json(200, successes.getSandbox.body);
      await response.clone().text();
      return response;
    });
    expect(await clientWith({ fetch }).sandboxes.get("a")).toEqual(successes.getSandbox.body);
  });
});

test("no status of a custom fetch ends client.api in an error of the platform", async () => {
  for (const status of [100, 199, 600, 999]) {
    const fetch = scriptedFetch(() => {
      const response = json(400, { message: "odd" });
      return Object.defineProperties(response, { status: { value: status }, ok: { value: false } });
    });
    const { response, error } = await clientWithoutRetries({ fetch }).api.GET("/v1/sandboxes");
    expect([response.status, error]).toEqual([status, { message: "odd" }]);
  }
});
