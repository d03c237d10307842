import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { clientWith } from "../../support/client.ts";
import { rejection } from "../../support/rejection.ts";
import { reply, startServer } from "../../support/server.ts";
import { call, surfaces } from "../../support/surfaces.ts";

/** Machines that run tests are busy; a wait that is not cut short takes far longer than this. */
const AT_ONCE_MS = 50;

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
    [
      "while it waits to repeat",
      (response: ServerResponse) => reply(response, 503, {}, { "retry-after": "60" }),
    ],
  ])("an abort %s rejects within 50 ms", async (moment, stall) => {
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
    if (moment === "while it waits to repeat") await waiting;

    const abortedAt = performance.now();
    controller.abort("enough");
    expect(await ended).toBe("enough");
    expect(performance.now() - abortedAt).toBeLessThan(AT_ONCE_MS);
    expect(server.requests).toHaveLength(1);
  });
});
