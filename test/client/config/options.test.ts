import { type CallOptions, type ClientOptions, InvalidRequestError, Leap0Client } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { clientWith } from "../../support/client.ts";
import { API_KEY, MOUNT_ID, mountRequest, SANDBOX_ID } from "../../support/fixtures.ts";
import { call, type Given, successes, surfaces } from "../../support/operations.ts";
import { rejectionOf, thrownBy } from "../../support/rejection.ts";
import { json, scriptedFetch } from "../../support/scripted-fetch.ts";

const responding = () => scriptedFetch(() => json(200, successes.getSandbox.body));
const constructing = (options: unknown) => () => new Leap0Client(options as ClientOptions);

/** Options that client and call take, with values of the wrong kind. */
const wrongForBoth: [keyof Given & keyof ClientOptions, unknown][] = [
  ...(["timeoutMs", "totalTimeoutMs"] as const).flatMap((name) =>
    [0, -1, Number.NaN, "1000", null, {}, true].map((value): [typeof name, unknown] => [name, value]),
  ),
  ...[-1, 1.5, Number.NaN, "2", null, []].map((value): ["maxRetries", unknown] => ["maxRetries", value]),
  ...["urgent", "", 1, null].map((value): ["priority", unknown] => ["priority", value]),
  ...["x-team: blue", 5, null].map((value): ["headers", unknown] => ["headers", value]),
];

const wrongForClient: [string, object][] = [
  ["fetch", { fetch: { fetch: responding() } }],
  ["onEvent", { onEvent: "log" }],
  ["authHeader", { authHeader: "x-api-key" }],
  ["authHeader", { authHeader: "Authorization" }],
  ["dangerouslyAllowBrowser", { dangerouslyAllowBrowser: "yes" }],
  ["rateLimit", { rateLimit: true }],
  ["rateLimit", { rateLimit: 10 }],
  ["rateLimit", { rateLimit: { requests: 10 } }],
  ["rateLimit", { rateLimit: { burst: 5 } }],
  ["requests", { rateLimit: { requests: 0, perMs: 1000 } }],
  ["perMs", { rateLimit: { requests: 10, perMs: Number.NaN } }],
  ["inFlight", { rateLimit: { requests: 10, perMs: 1000, inFlight: 0 } }],
  ["share", { rateLimit: { share: 0 } }],
  ["share", { rateLimit: { share: 1.5 } }],
  ["shared", { rateLimit: { shared: "redis" } }],
  ["shared", { rateLimit: { shared: {} } }],
  ...wrongForBoth.map(([name, value]): [string, object] => [name, { [name]: value }]),
];

test.each(wrongForClient)("a client with a wrong %s is rejected: %j", (name, options) => {
  const error = thrownBy(constructing({ apiKey: API_KEY, ...options }));
  expect(error).toBeInstanceOf(InvalidRequestError);
  expect(error).toMatchObject({ code: "option", message: expect.stringContaining(name) });
});

test.each([[null], [API_KEY], [5], [[]]])(
  "options of a client that are %j are rejected, and not shown",
  (options) => {
    const error = thrownBy(constructing(options));
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(String(error)).not.toContain(API_KEY);
  },
);

test.each([
  ["baseURL", "baseUrl"],
  ["base_url", "baseUrl"],
  ["apikey", "apiKey"],
  ["timeout", "timeoutMs"],
  ["retries", "maxRetries"],
  ["limit", "rateLimit"],
  ["constructor", "apiKey, "],
  ["verbose", "apiKey, "],
])("an unknown option %s of a client is rejected by name, with %s", (name, right) => {
  const error = thrownBy(constructing({ apiKey: API_KEY, [name]: "x" })) as Error;
  expect(error).toBeInstanceOf(InvalidRequestError);
  expect(error.message).toContain(name);
  expect(error.message).toContain(right);
});

describe.each(surfaces)("through %s", (surface) => {
  test.each([
    ...wrongForBoth,
    ["signal", new AbortController()],
    ["signal", "now"],
    ["timeoutMS", 5],
    ["timeout", 5],
    ["fetch", responding()],
    ["baseUrl", "https://example.com"],
  ] as [keyof Given, unknown][])(
    "a call with %s %j is rejected, and nothing is sent",
    async (name, value) => {
      const fetch = responding();
      const called = call(surface, clientWith({ fetch }), "getSandbox", { [name]: value } as Given);
      const error = await rejectionOf(called, InvalidRequestError);
      expect(error).toMatchObject({ code: "option", operation: "getSandbox" });
      expect(error.message).toContain(name);
      expect(fetch.sent).toEqual([]);
    },
  );

  test("the largest limits there are do not end a call early", async () => {
    const fetch = responding();
    for (const limit of [2 ** 31, Number.MAX_VALUE, Number.POSITIVE_INFINITY]) {
      const limits = { timeoutMs: limit, totalTimeoutMs: limit, maxRetries: limit };
      await call(surface, clientWith({ fetch }), "getSandbox", limits);
    }
    expect(fetch.sent).toHaveLength(3);
  });
});

test.each<[string, (client: Leap0Client, options: CallOptions) => Promise<unknown>]>([
  ["sandboxes.get", ({ sandboxes }, options) => sandboxes.get(SANDBOX_ID, options)],
  ["sandboxes.list", async ({ sandboxes }, options) => sandboxes.list({}, options)],
  ["sandboxes.waitFor", ({ sandboxes }, options) => sandboxes.waitFor(SANDBOX_ID, "paused", options)],
  ["sandboxes.resume", ({ sandboxes }, options) => sandboxes.resume(SANDBOX_ID, options)],
  ["mounts.list", ({ mounts }, options) => mounts.list(SANDBOX_ID, options)],
  ["mounts.delete", ({ mounts }, options) => mounts.delete(SANDBOX_ID, MOUNT_ID, options)],
  ["mounts.ensure", ({ mounts }, options) => mounts.ensure(SANDBOX_ID, mountRequest(), options)],
])("options that are no object are rejected by %s, and nothing is sent", async (_, run) => {
  const fetch = responding();
  for (const options of [5000, null, "x", new AbortController().signal, [], [1]])
    await rejectionOf(run(clientWith({ fetch }), options as CallOptions), InvalidRequestError);
  expect(fetch.sent).toEqual([]);
});

test.each([
  [{ limit: 5 }, "limit"],
  [{ pageSize: 5 }, "page-size"],
  [{ page_size: 5 }, "page-size"],
  [null, "query"],
])("the list query %j is rejected", async (query, word) => {
  const fetch = responding();
  const listed = (async () => clientWith({ fetch }).sandboxes.list(query as object))();
  const error = await rejectionOf(listed, InvalidRequestError);
  expect(error.message).toContain(word);
  expect(fetch.sent).toEqual([]);
});

test("undefined stands for the default in every option", async () => {
  const fetch = responding();
  const unset = (...names: string[]) => Object.fromEntries(names.map((name) => [name, undefined]));
  const limits = unset("timeoutMs", "totalTimeoutMs", "maxRetries", "headers", "priority");
  const own = unset(
    "authHeader",
    "baseUrl",
    "sandboxDomain",
    "rateLimit",
    "dangerouslyAllowBrowser",
    "onEvent",
  );
  const client = new Leap0Client({ ...limits, ...own, apiKey: API_KEY, fetch });
  await client.sandboxes.get("a", { ...limits, signal: undefined });
  expect(fetch.sent).toMatchObject([{ url: "https://api.leap0.dev/v1/sandbox/a/" }]);
});
