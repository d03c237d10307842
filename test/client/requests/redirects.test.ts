import { type Leap0Client, UnexpectedResponseError } from "leap0-fetch";
import { describe, expect, test, vi } from "vitest";
import { clientWith } from "../../support/client.ts";
import { emulated, ways } from "../../support/emulated.ts";
import { API_KEY, SANDBOX_ID, SECRET_ACCESS_KEY } from "../../support/fixtures.ts";
import { call, everyCall, successes, surfaces, withBody } from "../../support/operations.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { json, scriptedFetch } from "../../support/scripted-fetch.ts";
import { reply, startServer } from "../../support/server.ts";
import { formsOf, shown } from "../../support/shown.ts";

const statuses = [300, 301, 302, 303, 304, 307, 308];
const authHeaders = ["authorization", "leap0-authorization"] as const;

const keys = ways.flatMap((way) => authHeaders.map((header) => [way, header] as const));

describe.each(keys)("%s, with the key in %s", (way, authHeader) => {
  test.each(everyCall())(
    "no redirect of %s through %s is followed to another origin",
    async (id, surface) => {
      const other = await startServer((_, response) => reply(response, 200, successes.getSandbox.body));
      const location = `${other.url}/v1/sandboxes?key=${API_KEY}&secret=${encodeURIComponent(SECRET_ACCESS_KEY)}`;
      const { client: connect, emulator, answerAll } = await emulated(way);
      const client = connect({ authHeader });
      for (const status of statuses) {
        answerAll({ kind: "status", status, headers: { location }, body: { message: "moved" } });
        const error = await rejectionOf(call(surface, client, id), UnexpectedResponseError);
        expect(error).toMatchObject({ status, operation: id, name: "UnexpectedResponseError" });
        const secrets = withBody.includes(id) ? [API_KEY, SECRET_ACCESS_KEY] : [API_KEY];
        if (status !== 307) continue;
        const text = shown(error);
        for (const form of secrets.flatMap(formsOf)) expect(text).not.toContain(form);
      }
      expect(other.requests).toEqual([]);
      // Not retried either: where it points will not change. In process, following it would count here as well.
      expect(emulator.requests()).toHaveLength(statuses.length);
    },
  );
});

describe.each(surfaces)("through %s", (surface) => {
  const rejected = async (client: Leap0Client) =>
    (await rejectionOf(call(surface, client, "pauseSandbox"), UnexpectedResponseError)).status;

  test("a redirect within the same origin is not followed either", async () => {
    const api = await startServer((_, response) =>
      reply(response, 302, undefined, { location: `/v1/sandbox/${SANDBOX_ID}/` }),
    );
    expect(await rejected(clientWith({ baseUrl: api.url }))).toBe(302);
    expect(api.requests).toHaveLength(1);
  });

  test("what a fetch brings from having followed a redirect is not taken", async () => {
    const fetch = scriptedFetch(() =>
      Object.defineProperty(json(201, successes.pauseSandbox.body), "redirected", { value: true }),
    );
    await rejected(clientWith({ fetch }));
    expect(fetch.sent).toHaveLength(1);
  });

  test("a redirect that the platform hides, as browsers do, is seen", async () => {
    const hidden = { type: "opaqueredirect", status: 0, ok: false, headers: new Headers(), body: null };
    expect(await rejected(clientWith({ fetch: async () => hidden as Response }))).toBe(0);
  });
});

test("fetch is told to hand redirects out, in the way that every platform knows", async () => {
  const fetch = vi.fn(async () => json(200, successes.getSandbox.body));
  await clientWith({ fetch }).sandboxes.get(SANDBOX_ID);
  expect(fetch).toHaveBeenCalledWith(expect.any(String), expect.objectContaining({ redirect: "manual" }));
});

test("the body of a redirect is let go, so that its connection is free again", async () => {
  const cancel = vi.fn();
  const body = new ReadableStream({ cancel });
  const fetch = scriptedFetch(() => new Response(body, { status: 307, headers: { location: "/x" } }));
  await rejectionOf(clientWith({ fetch }).sandboxes.get(SANDBOX_ID), UnexpectedResponseError);
  expect(cancel).toHaveBeenCalled();
});
