import { Leap0Error, NotFoundError, TimeoutError } from "leap0-fetch";
import { createEmulator } from "leap0-fetch/emulator";
import { describe, expect, test, vi } from "vitest";
import { clientWith } from "../../support/client.ts";
import { emulated, ways } from "../../support/emulated.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { API_KEY, SANDBOX_ID, sandboxStatus } from "../../support/fixtures.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { connectionRefused, json, type Sent, scriptedFetch } from "../../support/scripted-fetch.ts";
import { startServer } from "../../support/server.ts";

const isApi = ({ url }: Sent) => url.startsWith("https://api.leap0.dev/");
const paused = { version: 1, sandboxes: [{ id: SANDBOX_ID, state: "paused" }] } as const;

describe("wakes a paused sandbox of the emulator", () => {
  test("over HTTP, with the platform's own fetch", async () => {
    const { client } = await emulated("over HTTP", { state: paused });
    const { sandboxes } = client({ fetch: undefined });
    expect(await sandboxes.resume(SANDBOX_ID)).toMatchObject({ state: "running" });
  });

  test.each(ways)("%s", async (way) => {
    const { client, emulator } = await emulated(way, { state: paused });
    expect(await client().sandboxes.resume(SANDBOX_ID)).toMatchObject({ id: SANDBOX_ID, state: "running" });
    expect(emulator.requests().map(({ operation }) => operation)).toEqual([
      "getSandbox",
      "invoke",
      "getSandbox",
    ]);
  });

  test("that takes a while, and is on its way when somebody else has woken it", async () => {
    useFakeTime();
    const emulator = createEmulator({ apiKey: API_KEY, state: paused, stateDelayMs: 3000 });
    const client = clientWith({ fetch: emulator.fetch });
    const both = await untilSettled(
      Promise.all([client.sandboxes.resume(SANDBOX_ID), client.sandboxes.resume(SANDBOX_ID)]),
    );
    expect(both.map(({ state }) => state)).toEqual(["running", "running"]);
  });
});

/** An API that answers these states in turn, the last one for ever, and a host that answers as it is told. */
const world = (states: string[], knock: (request: Sent) => Response | Promise<Response>) => {
  let index = 0;
  return scriptedFetch((request) => {
    if (!isApi(request)) return knock(request);
    return json(200, sandboxStatus({ state: states[index++] ?? (states.at(-1) as string) }));
  });
};
const knocksAt = (fetch: ReturnType<typeof world>) => fetch.sent.filter((request) => !isApi(request));

test("a sandbox that runs is left alone", async () => {
  const fetch = world(["running"], () => json(200));
  expect((await clientWith({ fetch }).sandboxes.resume("a")).state).toBe("running");
  expect(fetch.sent).toHaveLength(1);
});

test.each(["unpausing", "starting"])(
  "a sandbox that is %s is waited for, without a request to it",
  async (state) => {
    useFakeTime();
    const fetch = world([state, state, "running"], () => json(200));
    expect((await untilSettled(clientWith({ fetch }).sandboxes.resume("a"))).state).toBe("running");
    expect(knocksAt(fetch)).toEqual([]);
  },
);

test("a sandbox that is still on its way to paused is woken when it is there", async () => {
  useFakeTime();
  const fetch = world(["snapshotting", "snapshotting", "paused", "unpausing", "running"], () => json(200));
  await untilSettled(clientWith({ fetch }).sandboxes.resume("a"));
  expect(knocksAt(fetch)).toHaveLength(1);
});

describe("whatever the sandbox's own host answers is its own affair:", () => {
  test.each<[string, () => Response | Promise<Response>]>([
    ["a 404", () => json(404)],
    ["a 500", () => json(500)],
    ["a redirect", () => new Response(null, { status: 302, headers: { location: "https://example.com" } })],
    ["a page", () => new Response("<p>hello</p>")],
    ["a refused connection", () => Promise.reject(connectionRefused())],
  ])("%s", async (_, knock) => {
    useFakeTime();
    const fetch = world(["paused", "unpausing", "running"], knock);
    expect((await untilSettled(clientWith({ fetch }).sandboxes.resume("a"))).state).toBe("running");
    expect(knocksAt(fetch)).toHaveLength(1);
  });

  test.each<[string, () => Response | Promise<Response>]>([
    ["nothing, for ever", () => new Promise(() => {})],
    [
      "a stream that never ends",
      () => new Response(new ReadableStream({}), { headers: { "content-type": "text/event-stream" } }),
    ],
  ])("%s, which does not hold it up for long", async (_, knock) => {
    useFakeTime();
    const fetch = world(["paused", "unpausing", "running"], knock);
    expect((await untilSettled(clientWith({ fetch }).sandboxes.resume("a"))).state).toBe("running");
    expect(performance.now()).toBeLessThan(5000);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("nothing, for long: it is asked only once at a time", async () => {
    useFakeTime();
    const fetch = world(["paused", "paused", "paused", "paused", "running"], () => new Promise(() => {}));
    await untilSettled(clientWith({ fetch }).sandboxes.resume("a"));
    expect(knocksAt(fetch)).toHaveLength(1);
  });
});

test("a request that did not wake is made again", async () => {
  useFakeTime();
  const fetch = world(["paused", "paused", "paused", "running"], () => json(502));
  await untilSettled(clientWith({ fetch }).sandboxes.resume("a"));
  expect(knocksAt(fetch)).toHaveLength(3);
});

test("a redirect of the sandbox's host is not followed", async () => {
  const other = await startServer((_, response) => {
    response.end();
  });
  const host = await startServer((_, response) => {
    response.writeHead(307, { location: other.url });
    response.end();
  });
  let awake = false;
  const client = clientWith({
    sandboxDomain: "localhost:1",
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

test("a stopped sandbox cannot be woken, and the message says what to do", async () => {
  const fetch = world(["stopped"], () => json(200));
  const error = await rejectionOf(clientWith({ fetch }).sandboxes.resume("a"), Leap0Error);
  expect(error.message).toContain("start");
  expect(fetch.sent).toHaveLength(1);
});

test.each(["deleting", "deleted"])("a sandbox that is %s cannot be woken", async (state) => {
  const fetch = world([state], () => json(200));
  await rejectionOf(clientWith({ fetch }).sandboxes.resume("a"), Leap0Error);
  expect(knocksAt(fetch)).toEqual([]);
});

test("one that is not there is NotFoundError", async () => {
  await rejectionOf(
    clientWith({ fetch: scriptedFetch(() => json(404)) }).sandboxes.resume("a"),
    NotFoundError,
  );
});

test("totalTimeoutMs holds for everything together", async () => {
  for (const knock of [() => json(502), () => new Promise<Response>(() => {})]) {
    useFakeTime();
    const started = performance.now();
    const fetch = world(["paused"], knock);
    const waking = clientWith({ fetch }).sandboxes.resume("a", { totalTimeoutMs: 4000 });
    expect(await untilSettled(rejectionOf(waking, TimeoutError))).toMatchObject({ limit: "total" });
    expect(performance.now() - started).toBeLessThanOrEqual(4000);
    expect(vi.getTimerCount()).toBe(0);
  }
});

test("a total limit that is shorter than the patience with the host holds as well", async () => {
  useFakeTime();
  const fetch = world(["paused"], () => new Promise(() => {}));
  const waking = clientWith({ fetch }).sandboxes.resume("a", { totalTimeoutMs: 400 });
  await untilSettled(rejectionOf(waking, TimeoutError));
  expect(performance.now()).toBeLessThanOrEqual(400);
});

test("the key goes along in the header that the client uses", async () => {
  const fetch = world(["paused", "running"], () => json(200));
  useFakeTime();
  await untilSettled(clientWith({ fetch, authHeader: "leap0-authorization" }).sandboxes.resume("a"));
  expect(knocksAt(fetch)[0]?.headers).toMatchObject({ "leap0-authorization": `Bearer ${API_KEY}` });
  expect(knocksAt(fetch)[0]?.headers).not.toHaveProperty("authorization");
});
