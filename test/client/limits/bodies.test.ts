import { BadRequestError, ConnectionError, UnexpectedResponseError } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { maxBodyBytes } from "../../../src/generated/facts.ts";
import { clientOf, clientWithoutRetries, json, ok, type Respond } from "../../support/client.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { sandboxStatus } from "../../support/fixtures.ts";
import { rejectionOf } from "../../support/rejection.ts";
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

const getOnce = (respond: Respond) => clientOf(respond, { maxRetries: 0 }).sandboxes.get("a");

test.each([
  ["without a length", {}],
  // As a compressed one has it.
  ["with a length that is shorter", { "content-length": "1000" }],
])(
  "a success %s that is longer than any body of the API is rejected, and read no further",
  async (_, headers) => {
    const { state, stream } = endless('{"id":"');
    const getting = getOnce(() => new Response(stream, { headers }));
    const error = await rejectionOf(getting, UnexpectedResponseError);
    expect(error.message).toContain(String(maxBodyBytes));
    expect(error).toMatchObject({ status: 200, body: undefined });
    expect(state.bytes).toBeLessThan(maxBodyBytes + MEBIBYTE);
    expect(state.cancelled).toBe(true);
  },
);

test("an error that is longer than 1 MiB is cut", async () => {
  const { state, stream } = endless();
  const error = await rejectionOf(
    getOnce(() => new Response(stream, { status: 400 })),
    BadRequestError,
  );
  expect(String(error.body)).toHaveLength(MEBIBYTE);
  expect(state.bytes).toBeLessThan(2 * MEBIBYTE);
  expect(state.cancelled).toBe(true);
});

test("a success just below the limit is read whole", async () => {
  const sandbox = { ...sandboxStatus(), padding: "é".repeat(maxBodyBytes / 2 - 1000) };
  expect(await getOnce(() => json(200, sandbox))).toEqual(sandbox);
});

test("a write whose response is too long is reconciled", async () => {
  useFakeTime();
  const { sandboxes } = clientOf(({ method }) =>
    method === "GET"
      ? json(200, sandboxStatus({ state: "paused" }))
      : new Response(endless().stream, { status: 201 }),
  );
  expect(await untilSettled(sandboxes.pause("a"))).toMatchObject({ state: "paused" });
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

describe.each<[string, () => unknown]>([
  ["never settles", () => new Promise(() => {})],
  ["rejects", () => Promise.reject(new TypeError("locked"))],
  [
    "throws",
    () => {
      throw new TypeError("locked");
    },
  ],
])("a body whose cancel() %s does not hold a call:", (_, cancel) => {
  test("that of a redirect", async () => {
    const redirected = { body: { value: { cancel } }, redirected: { value: true } };
    const getting = getOnce(() => Object.defineProperties(new Response("moved"), redirected));
    await rejectionOf(getting, UnexpectedResponseError);
  });

  test("that of an error that is cut", async () => {
    const reader = endless().stream.getReader();
    const body = { locked: false, getReader: () => ({ read: () => reader.read(), cancel }) };
    const getting = getOnce(() =>
      Object.defineProperty(new Response("x", { status: 400 }), "body", { value: body }),
    );
    await rejectionOf(getting, BadRequestError);
  });
});

describe("a response of a custom fetch that is used up gets a message that says so:", () => {
  const used = (use: (response: Response) => unknown) => async () => {
    const response = ok();
    await use(response);
    return response;
  };

  test.each<[string, (response: Response) => unknown]>([
    ["it was read", (response) => response.text()],
    ["its body went into another response", (response) => new Response(response.body).text()],
    ["its body is being read", (response) => response.body?.getReader()],
  ])("%s", async (_, use) => {
    const error = await rejectionOf(getOnce(used(use)), ConnectionError);
    expect((error.cause as Error).message).toContain("used up");
  });

  test("one whose clone was read is fine", async () => {
    expect(await getOnce(used((response) => response.clone().text()))).toEqual(sandboxStatus());
  });
});
