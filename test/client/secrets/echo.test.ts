import type { Leap0Event } from "leap0-fetch";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { clientWithoutRetries } from "../../support/client.ts";
import { ACCESS_KEY_ID, API_KEY, SECRET_ACCESS_KEY } from "../../support/fixtures.ts";
import { call, everyCall, withBody } from "../../support/operations.ts";
import { type Handler, reply, startServer } from "../../support/server.ts";
import { formsOf, shownFailure } from "../../support/shown.ts";
import { echoes, lowerHex } from "./echoes.ts";

let react: Handler;
const server = await startServer((...exchange) => react(...exchange), afterAll);
beforeEach(server.forget);

describe.each(Object.entries(echoes))("an API that echoes the request: %s", (_, echo) => {
  // Those that promise no body take any success, so only requests with a body show something in the last ones.
  test.each(everyCall([...withBody, "pauseSandbox"]))(
    "%s through %s shows no secret",
    async (id, surface) => {
      let echoed = "";
      react = (request, response) => {
        const { status, body, headers } = echo(request);
        echoed = JSON.stringify([body, headers]);
        reply(response, status, body, headers);
      };
      const events: Leap0Event[] = [];
      const client = clientWithoutRetries({ baseUrl: server.url, onEvent: (event) => events.push(event) });

      const text = await shownFailure(call(surface, client, id));

      expect(server.requests).toHaveLength(1);
      expect(echoed.includes(API_KEY)).toBe(true);
      const secrets = withBody.includes(id) ? [API_KEY, ACCESS_KEY_ID, SECRET_ACCESS_KEY] : [API_KEY];
      const forms = secrets.flatMap((secret) => [...formsOf(secret), lowerHex(secret)]);
      for (const form of forms) {
        expect(text).not.toContain(form);
        expect(JSON.stringify(events)).not.toContain(form);
      }
      expect(text).toContain("[redacted]");
    },
  );
});
