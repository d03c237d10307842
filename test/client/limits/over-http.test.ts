import { TimeoutError } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { clientWithoutRetries } from "../../support/client.ts";
import { elapse, useFakeTime } from "../../support/fake-time.ts";
import { call, surfaces } from "../../support/operations.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { startServer } from "../../support/server.ts";

describe.each(surfaces)("over a real connection, through %s", (surface) => {
  describe.each(["headers", "body"])("a stall before the end of the %s", (where) => {
    test.each([
      ["timeoutMs", "attempt"],
      ["totalTimeoutMs", "total"],
    ] as const)("ends at %s, and its connection too", async (option, limit) => {
      // The sockets are real; only the limit's clock is moved by hand, once the request has arrived.
      useFakeTime();
      let closed = () => {};
      const gone = new Promise<void>((resolve) => {
        closed = resolve;
      });
      const server = await startServer((_, response) => {
        response.on("close", closed);
        if (where === "headers") return;
        response.writeHead(201, { "content-type": "application/json", "content-length": 1000 });
        response.write('{"id":');
      });
      const client = clientWithoutRetries({ baseUrl: server.url });
      const ended = rejectionOf(call(surface, client, "pauseSandbox", { [option]: 60_000 }), TimeoutError);
      await server.arrived(1);
      await elapse(60_000);
      expect(await ended).toMatchObject({ limit, outcomeUnknown: true });
      await gone;
      expect(server.requests).toHaveLength(1);
    });
  });
});
