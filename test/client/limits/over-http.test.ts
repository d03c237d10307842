import { TimeoutError } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { clientWithoutRetries } from "../../support/client.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { startServer } from "../../support/server.ts";
import { call, surfaces } from "../../support/surfaces.ts";

describe.each(surfaces)("over a real connection, through %s", (surface) => {
  test.each(["headers", "body"])(
    "a stall before the end of the %s ends at the limit, and the connection too",
    async (where) => {
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
      for (const limit of ["timeoutMs", "totalTimeoutMs"] as const) {
        const error = await rejectionOf(call(surface, client, "pauseSandbox", { [limit]: 60 }), TimeoutError);
        expect(error).toMatchObject({
          limit: limit === "timeoutMs" ? "attempt" : "total",
          outcomeUnknown: true,
        });
        await gone;
      }
      expect(server.requests).toHaveLength(2);
    },
  );
});
