import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { clientWith } from "../../support/client.ts";
import { call, surfaces } from "../../support/operations.ts";
import { rejection } from "../../support/rejection.ts";
import { reply, startServer } from "../../support/server.ts";

describe.each(surfaces)("over a real connection, through %s", (surface) => {
  test.each([
    ["before the headers", () => {}],
    [
      "in the body",
      (response: ServerResponse) => {
        response.writeHead(201, { "content-type": "application/json" });
        response.write('{"id":');
      },
    ],
    ["during backoff", (response: ServerResponse) => reply(response, 503, {}, { "retry-after": "60" })],
  ])("an abort %s rejects at once: within the same turn of the event loop", async (moment, stall) => {
    const server = await startServer((_, response) => stall(response));
    let resolve = () => {};
    const waiting = new Promise<void>((done) => {
      resolve = done;
    });
    const client = clientWith({
      baseUrl: server.url,
      onEvent: ({ type }) => type === "retry" && resolve(),
    });
    const controller = new AbortController();
    const ended = rejection(call(surface, client, "pauseSandbox", { signal: controller.signal }));
    await server.arrived(1);
    if (moment === "during backoff") await waiting;

    // Far less than any limit in milliseconds, and the same on a busy machine.
    const nextTurn = new Promise((resolve) => setImmediate(() => resolve("too late")));
    controller.abort("enough");
    expect(await Promise.race([ended, nextTurn])).toBe("enough");
    expect(server.requests).toHaveLength(1);
  });
});
