import * as leap0 from "leap0-fetch";
import { type ApiError, Leap0Error, type Leap0Event, NotFoundError, TimeoutError } from "leap0-fetch";
import { createEmulator } from "leap0-fetch/emulator";
import { describe, expect, test, vi } from "vitest";
import { clientWith } from "../../support/client.ts";
import { emulated, ways } from "../../support/emulated.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { API_KEY, SANDBOX_ID, sandboxStatus } from "../../support/fixtures.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { connectionRefused, hanging, json, type Sent, scriptedFetch } from "../../support/scripted-fetch.ts";
import { startServer } from "../../support/server.ts";
import { shown } from "../../support/shown.ts";

const isApi = ({ url }: Sent) => url.startsWith("https://api.leap0.dev/");
const paused = { version: 1, sandboxes: [{ id: SANDBOX_ID, state: "paused" }] } as const;

describe("wakes a paused sandbox of the emulator", () => {
  test("over HTTP, with the platform's own fetch and nothing but the base URL", async () => {
    const { client } = await emulated("over HTTP", { state: paused });
    const { sandboxes } = client({ fetch: undefined, sandboxDomain: undefined });
    expect(await sandboxes.resume(SANDBOX_ID)).toMatchObject({ state: "running" });
  });

  test.each(ways)("%s", async (way) => {
    const { client, emulator } = await emulated(way, { state: paused });
    expect(await client().sandboxes.resume(SANDBOX_ID)).toMatchObject({ id: SANDBOX_ID, state: "running" });
    const reads = emulator.requests().map(({ operation }) => operation === "getSandbox");
    expect([reads[0], reads.filter((read) => !read).length]).toEqual([true, 1]);
  });

  test("in process, under a domain of this machine", async () => {
    const { client } = await emulated("in process", { state: paused });
    const { sandboxes } = client({ baseUrl: "http://127.0.0.1:4010" });
    expect(await sandboxes.resume(SANDBOX_ID)).toMatchObject({ state: "running" });
  });

  test("that takes a while, for two callers at once", async () => {
    useFakeTime();
    const emulator = createEmulator({ apiKey: API_KEY, state: paused, stateDelayMs: 3000 });
    const { sandboxes } = clientWith({ fetch: emulator.fetch });
    const both = [sandboxes.resume(SANDBOX_ID), sandboxes.resume(SANDBOX_ID)];
    for (const { state } of await untilSettled(Promise.all(both))) expect(state).toBe("running");
  });
});

/** An API that returns these states in turn, the last one for ever, and a sandbox host. */
const world = (states: string[], host: (request: Sent) => Response | Promise<Response>) => {
  let index = 0;
  return scriptedFetch((request) => {
    if (!isApi(request)) return host(request);
    return json(200, sandboxStatus({ state: states[index++] ?? (states.at(-1) as string) }));
  });
};
const wakesOf = (fetch: ReturnType<typeof world>) => fetch.sent.filter((request) => !isApi(request));

test.each([
  ["runs is left alone", ["running"], 0],
  ["is unpausing is waited for, without a request to it", ["unpausing", "unpausing", "running"], 0],
  ["is starting is waited for, without a request to it", ["starting", "running"], 0],
  ["is being paused is woken when it is there", ["snapshotting", "paused", "unpausing", "running"], 1],
  ["stays paused after a wake request gets another", ["paused", "paused", "paused", "running"], 2],
])("a sandbox that %s", async (_, states, wakes) => {
  useFakeTime();
  const fetch = world(states, () => json(502));
  expect((await untilSettled(clientWith({ fetch }).sandboxes.resume("a"))).state).toBe("running");
  expect(wakesOf(fetch)).toHaveLength(wakes);
});

test("polls at once when the wake request has its response, early or late", async () => {
  for (const delay of [0, 100, 10_000]) {
    useFakeTime();
    let awake = false;
    const fetch = scriptedFetch((request) => {
      if (isApi(request)) return json(200, sandboxStatus({ state: awake ? "running" : "paused" }));
      return new Promise((resolve) => setTimeout(resolve, delay)).then(() => {
        awake = true;
        return json(200);
      });
    });
    const started = performance.now();
    await untilSettled(clientWith({ fetch }).sandboxes.resume("a"));
    expect(performance.now() - started).toBe(delay);
    vi.useRealTimers();
  }
});

describe("the program in the sandbox may return whatever it likes:", () => {
  test.each<[string, (request: Sent) => Response | Promise<Response>]>([
    ["a 404", () => json(404)],
    ["a 401", () => json(401)],
    ["a 500", () => json(500)],
    ["a redirect", () => new Response(null, { status: 302, headers: { location: "https://example.com" } })],
    ["a page", () => new Response("<p>hello</p>")],
    ["a refused connection", () => Promise.reject(connectionRefused())],
    ["nothing, for ever", hanging],
    [
      "a stream that never ends",
      () => new Response(new ReadableStream({}), { headers: { "content-type": "text/event-stream" } }),
    ],
  ])("%s", async (_, host) => {
    useFakeTime();
    const fetch = world(["paused", "unpausing", "running"], host);
    expect((await untilSettled(clientWith({ fetch }).sandboxes.resume("a"))).state).toBe("running");
    expect(wakesOf(fetch)).toHaveLength(1);
    expect(performance.now()).toBeLessThan(5000);
    expect(vi.getTimerCount()).toBe(0);
  });
});

test("a host that is slow gets one request at a time", async () => {
  useFakeTime();
  const fetch = world(["paused", "paused", "paused", "paused", "running"], hanging);
  await untilSettled(clientWith({ fetch }).sandboxes.resume("a"));
  expect(wakesOf(fetch)).toHaveLength(1);
});

test("a redirect of the sandbox host is not followed", async () => {
  const other = await startServer((_, response) => void response.end());
  const host = await startServer((_, response) => {
    response.writeHead(307, { location: other.url });
    response.end();
  });
  let awake = false;
  const client = clientWith({
    fetch: async (url, init) => {
      if (url.startsWith("https://api.leap0.dev/"))
        return json(200, sandboxStatus({ state: awake ? "running" : "paused" }));
      awake = true;
      return fetch(host.url, init);
    },
  });
  await client.sandboxes.resume("a");
  expect(host.requests.length).toBeGreaterThan(0);
  expect(other.requests).toEqual([]);
});

describe("waking that cannot work fails early, with its cause:", () => {
  const notFound = () =>
    new TypeError("fetch failed", {
      cause: Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND", hostname: "a.example" }),
    });
  test.each<[string, () => Response | Promise<Response>, string, new (...given: never[]) => Leap0Error]>([
    ["401", () => json(401, { message: `no such key: ${API_KEY}` }), "401", leap0.AuthenticationError],
    ["403", () => json(403, { message: "no" }), "403", Leap0Error],
    ["a redirect", () => new Response(null, { status: 302, headers: { location: "/" } }), "302", Leap0Error],
    ["404", () => json(404, { message: "no such host" }), "404: no such host", NotFoundError],
    ["a domain that does not exist", () => Promise.reject(notFound()), "ENOTFOUND", leap0.ConnectionError],
  ])("%s", async (_, host, words, type) => {
    useFakeTime();
    const events: Leap0Event[] = [];
    const fetch = world(["paused"], host);
    const client = clientWith({ fetch, onEvent: (event) => void events.push(event) });
    const error = await untilSettled(rejectionOf(client.sandboxes.resume("a"), Leap0Error));
    expect(performance.now()).toBeLessThan(5000);
    expect(error.message).toMatch(/^resume: the sandbox stays paused; .*sandbox host/);
    expect(error.message).toContain(words);
    expect(error.cause).toBeInstanceOf(type);
    expect(shown(error)).not.toContain(API_KEY);
    expect(events.filter(({ type }) => type === "wake").length).toBeGreaterThan(1);
  });
});

test.each(["stopped", "deleting", "deleted"])("a sandbox that is %s is not woken", async (state) => {
  const fetch = world([state], () => json(200));
  const error = await rejectionOf(clientWith({ fetch }).sandboxes.resume("a"), Leap0Error);
  expect(error.message).toMatch(new RegExp(`^resume: .*${state}`));
  if (state === "stopped") expect(error.message).toContain("start(");
  expect(fetch.sent).toHaveLength(1);
});

test("one that does not exist is NotFoundError", async () => {
  const fetch = scriptedFetch(() => json(404));
  const error = await rejectionOf(clientWith({ fetch }).sandboxes.resume("a"), NotFoundError);
  expect(error.message).toMatch(/^resume: /);
});

describe("totalTimeoutMs covers everything, and the error says what the last wake request came to:", () => {
  test.each<[string, (request: Sent) => Response | Promise<Response>, number, string]>([
    ["a 502", () => json(502, { message: "no upstream" }), 4000, "502: no upstream"],
    ["a success", () => new Response("parked"), 4000, "200"],
    ["no response", hanging, 400, "no response from the sandbox host"],
  ])("%s", async (_, host, totalTimeoutMs, words) => {
    useFakeTime();
    const waking = clientWith({ fetch: world(["paused"], host) }).sandboxes.resume("a", { totalTimeoutMs });
    const error = await untilSettled(rejectionOf(waking, TimeoutError));
    expect(error).toMatchObject({ limit: "total" });
    expect(error.message).toContain(words);
    expect((error.cause as ApiError | undefined)?.status).toBe(words.startsWith("502") ? 502 : undefined);
    expect(performance.now()).toBeLessThanOrEqual(totalTimeoutMs);
    expect(vi.getTimerCount()).toBe(0);
  });
});

test("the wake request carries key, user agent and the call's headers, and no header of the client", async () => {
  useFakeTime();
  const fetch = world(["paused", "running"], () => json(200));
  const client = clientWith({ fetch, authHeader: "leap0-authorization", headers: { "x-internal": "team" } });
  await untilSettled(client.sandboxes.resume("a", { headers: { "x-gateway": "pass" } }));
  expect(wakesOf(fetch)[0]?.headers).toEqual({
    "leap0-authorization": `Bearer ${API_KEY}`,
    "user-agent": expect.stringMatching(/^leap0-fetch\//),
    "x-gateway": "pass",
  });
});

test("a header of the call that is invalid ends it", async () => {
  const fetch = world(["paused"], () => json(200));
  const waking = clientWith({ fetch }).sandboxes.resume("a", { headers: { authorization: "x" } });
  await expect(waking).rejects.toMatchObject({ name: "InvalidRequestError", code: "headers" });
  expect(wakesOf(fetch)).toEqual([]);
});
