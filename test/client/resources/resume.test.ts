import * as leap0 from "leap0-fetch";
import { type ApiError, Leap0Error, TimeoutError } from "leap0-fetch";
import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  clientOf,
  clientWith,
  hanging,
  json,
  type Respond,
  refused,
  type Sent,
} from "../../support/client.ts";
import { emulated, ways } from "../../support/emulated.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { API_KEY, SANDBOX_ID, sandboxStatus } from "../../support/fixtures.ts";
import { rejection, rejectionOf } from "../../support/rejection.ts";
import { startServer } from "../../support/server.ts";
import { shown } from "../../support/shown.ts";

describe("wakes a paused sandbox of the emulator", () => {
  const state = { version: 1, sandboxes: [{ id: SANDBOX_ID, state: "paused" }] } as const;

  test.each(ways)("%s", async (way) => {
    const { client, emulator } = await emulated(way, { state });
    expect(await client().sandboxes.resume(SANDBOX_ID)).toMatchObject({ id: SANDBOX_ID, state: "running" });
    const reads = emulator.requests().map(({ operation }) => operation === "getSandbox");
    expect([reads[0], reads.filter((read) => !read).length]).toEqual([true, 1]);
  });

  test.each([
    [
      "over HTTP, with the platform's own fetch and nothing but the base URL",
      "over HTTP",
      { fetch: undefined },
    ],
    ["in process, under a domain of this machine", "in process", { baseUrl: "http://127.0.0.1:4010" }],
  ] as const)("%s", async (_, way, options) => {
    const { client } = await emulated(way, { state });
    const { sandboxes } = client({ ...options, sandboxDomain: undefined });
    expect(await sandboxes.resume(SANDBOX_ID)).toMatchObject({ state: "running" });
  });

  test("that takes a while, for two callers at once", async () => {
    useFakeTime();
    const { sandboxes } = (await emulated("in process", { state, stateDelayMs: 3000 })).client();
    const both = [sandboxes.resume(SANDBOX_ID), sandboxes.resume(SANDBOX_ID)];
    for (const { state } of await untilSettled(Promise.all(both))) expect(state).toBe("running");
  });
});

const isApi = ({ url }: Sent) => url.startsWith("https://api.leap0.dev/");
const wakesOf = (sent: readonly Sent[]) => sent.filter((request) => !isApi(request));

/** A client of an API that returns these states in turn, the last one for ever, and of a sandbox host. */
const world = (states: string[], host: Respond, options = {}) => {
  let reads = 0;
  return clientOf((request, index) => {
    if (!isApi(request)) return host(request, index);
    return json(200, sandboxStatus({ state: states[reads++] ?? (states.at(-1) as string) }));
  }, options);
};
const redirect = () => new Response(null, { status: 302, headers: { location: "https://example.com" } });

test("a redirect of the sandbox host is not followed", async () => {
  const other = await startServer((_, response) => void response.end());
  const host = await startServer((_, response) => {
    response.writeHead(307, { location: other.url });
    response.end();
  });
  const api = world(["paused", "running"], () => json(200));
  const client = clientWith({
    fetch: (url, init) => (url.includes("/v1/") ? api.fetch(url, init) : fetch(host.url, init)),
  });
  await client.sandboxes.resume("a");
  expect(host.requests.length).toBeGreaterThan(0);
  expect(other.requests).toEqual([]);
});

describe("with time that stands still,", () => {
  beforeEach(useFakeTime);

  test.each([
    ["runs is left alone", ["running"], 0],
    ["is unpausing is waited for, without a request to it", ["unpausing", "unpausing", "running"], 0],
    ["is starting is waited for, without a request to it", ["starting", "running"], 0],
    ["is being paused is woken when it is there", ["snapshotting", "paused", "unpausing", "running"], 1],
    ["stays paused after a wake request gets another", ["paused", "paused", "paused", "running"], 2],
  ])("a sandbox that %s", async (_, states, wakes) => {
    const { sandboxes, sent } = world(states, () => json(502));
    expect((await untilSettled(sandboxes.resume("a"))).state).toBe("running");
    expect(wakesOf(sent)).toHaveLength(wakes);
  });

  test.each([0, 100, 10_000])(
    "polls at once when the wake request has its response, after %i ms",
    async (delay) => {
      let awake = false;
      const { sandboxes } = clientOf((request) => {
        if (isApi(request)) return json(200, sandboxStatus({ state: awake ? "running" : "paused" }));
        return new Promise((resolve) => setTimeout(resolve, delay)).then(() => {
          awake = true;
          return json(200);
        });
      });
      await untilSettled(sandboxes.resume("a"));
      expect(performance.now()).toBe(delay);
    },
  );

  test.each<[string, Respond]>([
    ["a 404", () => json(404)],
    ["a 401", () => json(401)],
    ["a 500", () => json(500)],
    ["a redirect", redirect],
    ["a page", () => new Response("<p>hello</p>")],
    ["a refused connection", refused],
    ["nothing, for ever", hanging],
    [
      "a stream that never ends",
      () => new Response(new ReadableStream({}), { headers: { "content-type": "text/event-stream" } }),
    ],
  ])("the program in the sandbox may return whatever it likes: %s", async (_, host) => {
    const { sandboxes, sent } = world(["paused", "unpausing", "running"], host);
    expect((await untilSettled(sandboxes.resume("a"))).state).toBe("running");
    expect(wakesOf(sent)).toHaveLength(1);
    expect(performance.now()).toBeLessThan(5000);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("a host that is slow gets one request at a time", async () => {
    const { sandboxes, sent } = world(["paused", "paused", "paused", "paused", "running"], hanging);
    await untilSettled(sandboxes.resume("a"));
    expect(wakesOf(sent)).toHaveLength(1);
  });

  const notFound = () =>
    new TypeError("fetch failed", {
      cause: Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND", hostname: "a.example" }),
    });
  test.each<[string, Respond, string, new (...given: never[]) => Leap0Error]>([
    ["401", () => json(401, { message: `no such key: ${API_KEY}` }), "401", leap0.AuthenticationError],
    ["403", () => json(403, { message: "no" }), "403", leap0.PermissionDeniedError],
    ["a redirect", redirect, "302", leap0.UnexpectedResponseError],
    ["404", () => json(404, { message: "no such host" }), "404: no such host", leap0.NotFoundError],
    ["a domain that does not exist", () => Promise.reject(notFound()), "ENOTFOUND", leap0.ConnectionError],
  ])("waking that cannot work fails early, with its cause: %s", async (_, host, words, type) => {
    const { sandboxes, events } = world(["paused"], host);
    const error = await untilSettled(rejectionOf(sandboxes.resume("a"), Leap0Error));
    expect(performance.now()).toBeLessThan(5000);
    expect(error.message).toMatch(/^resume: the sandbox stays paused; .*sandbox host/);
    expect(error.message).toContain(words);
    expect(error.cause).toBeInstanceOf(type);
    expect(shown(error)).not.toContain(API_KEY);
    expect(events.filter(({ type }) => type === "wake").length).toBeGreaterThan(1);
  });

  test.each<[string, Respond, number, string]>([
    ["a 502", () => json(502, { message: "no upstream" }), 4000, "502: no upstream"],
    ["a success", () => new Response("parked"), 4000, "200"],
    ["no response", hanging, 400, "no response from the sandbox host"],
  ])(
    "totalTimeoutMs covers everything, and the error says what the last wake request came to: %s",
    async (_, host, totalTimeoutMs, words) => {
      const waking = world(["paused"], host).sandboxes.resume("a", { totalTimeoutMs });
      const error = await untilSettled(rejectionOf(waking, TimeoutError));
      expect(error).toMatchObject({ limit: "total", message: expect.stringContaining(words) });
      expect((error.cause as ApiError | undefined)?.status).toBe(words.startsWith("502") ? 502 : undefined);
      expect(performance.now()).toBeLessThanOrEqual(totalTimeoutMs);
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  test("the wake request carries key, user agent and the call's headers, and no header of the client", async () => {
    const options = { authHeader: "leap0-authorization", headers: { "x-internal": "team" } };
    const { sandboxes, sent } = world(["paused", "running"], () => json(200), options);
    await untilSettled(sandboxes.resume("a", { headers: { "x-gateway": "pass" } }));
    expect(wakesOf(sent)[0]?.headers).toEqual({
      "leap0-authorization": `Bearer ${API_KEY}`,
      "user-agent": expect.stringMatching(/^leap0-fetch\//),
      "x-gateway": "pass",
    });
  });
});

test.each(["stopped", "deleting", "deleted"])("a sandbox that is %s is not woken", async (state) => {
  const { sandboxes, sent } = world([state], () => json(200));
  const error = await rejectionOf(sandboxes.resume("a"), Leap0Error);
  expect(error.message).toMatch(new RegExp(`^resume: .*${state}`));
  if (state === "stopped") expect(error.message).toContain("start(");
  expect(sent).toHaveLength(1);
});

test("one that does not exist is NotFoundError", async () => {
  const error = await rejectionOf(clientOf(() => json(404)).sandboxes.resume("a"), leap0.NotFoundError);
  expect(error.message).toMatch(/^resume: /);
});

test("a header of the call that is invalid ends it", async () => {
  const { sandboxes, sent } = world(["paused"], () => json(200));
  const error = await rejection(sandboxes.resume("a", { headers: { authorization: "x" } }));
  expect(error).toMatchObject({ name: "InvalidRequestError", code: "headers" });
  expect(wakesOf(sent)).toEqual([]);
});
