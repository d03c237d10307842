import { inspect } from "node:util";
import { ConnectionError } from "leap0-fetch";
import { expect, test } from "vitest";
import { clientOf, type Sent } from "../../support/client.ts";
import { call, withBody } from "../../support/operations.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { secretForms, shown } from "../../support/shown.ts";

class HttpClientError extends Error {
  readonly config: Sent;
  constructor(request: Sent) {
    super(`request failed: ${request.method} with ${request.headers.authorization} and ${request.body}`);
    this.name = `HttpClientError ${request.headers.authorization}`;
    this.config = request;
  }
  get request() {
    return this.config;
  }
  toJSON() {
    return { config: this.config };
  }
}

/** What tools that send requests throw. */
const thrown: Record<string, (request: Sent) => unknown> = {
  "an error that carries the request": (request) => new HttpClientError(request),
  "an error with the request in its cause": (request) =>
    new TypeError("fetch failed", {
      cause: Object.assign(new Error(`${request.headers.authorization}`, { cause: request }), { request }),
    }),
  "an error with the request in its code": (request) =>
    Object.assign(new Error("failed"), { code: request.headers.authorization }),
  "an error that collects others": (request) =>
    new AggregateError([new HttpClientError(request), request], `failed ${request.body}`),
  "an error with hidden properties": (request) =>
    Object.defineProperty(new Error("failed"), "request", { value: request, enumerable: false }),
  "an error with a symbol for a property": (request) =>
    Object.assign(new Error("failed"), { [Symbol.for("request")]: request }),
  "an error in a circle": (request) => {
    const error = new HttpClientError(request);
    return Object.assign(error, { cause: error, self: error });
  },
  "a DOMException": (request) => new DOMException(`cannot send ${request.body}`, "NetworkError"),
  "a text": (request) => `cannot send ${request.body} with ${request.headers.authorization}`,
  "a plain object": (request) => ({ message: "failed", request, headers: new Headers(request.headers) }),
  "a list": (request) => [request, [request.headers.authorization]],
  "an object in a circle": (request) => {
    const error: Record<string, unknown> = { request, message: "failed" };
    error.again = error;
    return error;
  },
  "an object in several circles": (request) => {
    // Walked without a look back this has 2^99 ends; whoever tries is stopped.
    let reads = 0;
    const again = () => {
      if (++reads > 10_000) throw new Error(`walked for ever with ${request.headers.authorization}`);
      return error;
    };
    const error = Object.defineProperties(
      { request, message: "failed" },
      { again: { get: again, enumerable: true }, andAgain: { get: again, enumerable: true } },
    );
    return error;
  },
  "an object that cannot be read": (request) => ({
    get request(): never {
      throw new Error(`not now: ${request.headers.authorization}`);
    },
  }),
  "a map": (request) => new Map(Object.entries(request)),
  "a function": (request) => Object.assign(() => request, { request }),
  nothing: () => undefined,
  null: () => null,
};

test.each(Object.entries(thrown))(
  "a fetch that throws %s ends in ConnectionError without a secret",
  async (_, makeError) => {
    for (const id of withBody) {
      const { client, events } = clientOf((request) => Promise.reject(makeError(request)), { maxRetries: 0 });
      const error = await rejectionOf(call(client, id), ConnectionError);
      const text = shown(error) + shown(error.cause) + inspect(events, { depth: 9 });
      for (const form of secretForms) expect(text).not.toContain(form);
    }
  },
);

/** The cause that is left of what a fetch throws. */
async function causeOf(thrown: Error) {
  const { sandboxes } = clientOf(() => Promise.reject(thrown), { maxRetries: 0 });
  const error = await rejectionOf(sandboxes.get("a"), ConnectionError);
  return { cause: error.cause as Error, message: error.message };
}

test("no control character of a cause reaches a terminal", async () => {
  const { cause, message } = await causeOf(new Error("\u001b[2J\u009b31mgone\r\u202e"));
  const text = `${cause.stack}${message}`;
  expect(text).toContain("gone");
  for (const character of ["\u001b", "\u009b", "\r", "\u202e"]) expect(text).not.toContain(character);
});

test("what is left of a cause is still good to find a fault with", async () => {
  const socket = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET", syscall: "read" });
  const { cause } = await causeOf(new TypeError("fetch failed", { cause: socket }));
  expect(cause).toBeInstanceOf(Error);
  expect(cause).toMatchObject({ name: "TypeError", message: "fetch failed" });
  expect(cause.stack).toContain("causes.test.ts");
  expect(cause.cause).toMatchObject({ message: "read ECONNRESET", code: "ECONNRESET" });
});
