import { UnexpectedResponseError } from "leap0-fetch";
import { expect, test, vi } from "vitest";
import { clientOf, clientWith, json } from "../../support/client.ts";
import { SANDBOX_ID, sandbox } from "../../support/fixtures.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { reply, startServer } from "../../support/server.ts";

// Every operation meets redirects to another origin in test/faults/matrix, every platform in test/conformance.

test.each([300, 301, 302, 303, 304, 307, 308])(
  "a %i is an error, is not followed, not even within its own origin, and is not retried",
  async (status) => {
    const { url, requests } = await startServer((_, response) =>
      reply(response, status, undefined, { location: `/v1/sandbox/${SANDBOX_ID}/` }),
    );
    const pausing = clientWith({ baseUrl: url }).sandboxes.pause("a");
    const error = await rejectionOf(pausing, UnexpectedResponseError);
    expect(error).toMatchObject({ status, operation: "pauseSandbox" });
    expect(requests).toHaveLength(1);
  },
);

const hidden = { type: "opaqueredirect", status: 0, ok: false, headers: new Headers(), body: null };

test.each([
  [
    "what a fetch brings from having followed a redirect is not taken",
    Object.defineProperty(json(201, sandbox()), "redirected", { value: true }),
    201,
  ],
  ["a redirect that the platform hides, as browsers do, is seen", hidden as Response, 0],
])("%s", async (_, response, status) => {
  const { sandboxes, sent } = clientOf(() => response);
  const error = await rejectionOf(sandboxes.pause("a"), UnexpectedResponseError);
  expect(error.status).toBe(status);
  expect(sent).toHaveLength(1);
});

test("fetch is told to hand redirects out, in the way that every platform knows", async () => {
  const fetch = vi.fn(async () => json(201, sandbox()));
  await clientWith({ fetch }).sandboxes.pause("a");
  expect(fetch).toHaveBeenCalledWith(expect.any(String), expect.objectContaining({ redirect: "manual" }));
});

test("the body of a redirect is let go, so that its connection is free again", async () => {
  const cancel = vi.fn();
  const { sandboxes } = clientOf(() => new Response(new ReadableStream({ cancel }), { status: 307 }));
  await rejectionOf(sandboxes.pause("a"), UnexpectedResponseError);
  expect(cancel).toHaveBeenCalled();
});
