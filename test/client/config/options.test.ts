import { type CallOptions, type ClientOptions, InvalidRequestError, Leap0Client } from "leap0-fetch";
import { expect, test } from "vitest";
import { clientOf, clientWith, ok, scriptedFetch } from "../../support/client.ts";
import { API_KEY, MOUNT_ID, mountRequest, SANDBOX_ID } from "../../support/fixtures.ts";
import { rejectionOf, thrownBy } from "../../support/rejection.ts";

const constructing = (options: unknown) => () => new Leap0Client(options as ClientOptions);

/** Options that client and call take, with values of the wrong kind. */
const wrongForBoth: [string, unknown][] = Object.entries({
  timeoutMs: [0, -1, Number.NaN, "1000", null, {}, true],
  totalTimeoutMs: [0, -1, Number.NaN, "1000", null, {}, true],
  maxRetries: [-1, 1.5, Number.NaN, "2", null, []],
  priority: ["urgent", "", 1, null],
  headers: ["x-team: blue", 5, null],
}).flatMap(([name, values]) => values.map((value): [string, unknown] => [name, value]));

const wrongForClient: [string, object][] = [
  ["fetch", { fetch: { fetch: ok } }],
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

test.each([
  ...wrongForBoth,
  ["signal", new AbortController()],
  ["signal", "now"],
  ["timeoutMS", 5],
  ["timeout", 5],
  ["fetch", scriptedFetch(ok)],
  ["baseUrl", "https://example.com"],
])("a call with %s %j is rejected, and nothing is sent", async (name, value) => {
  const { sandboxes, sent } = clientOf(ok);
  const error = await rejectionOf(sandboxes.get("a", { [name]: value }), InvalidRequestError);
  expect(error).toMatchObject({ code: "option", operation: "getSandbox" });
  expect(error.message).toContain(name);
  expect(sent).toEqual([]);
});

test("the largest limits there are do not end a call early", async () => {
  const { sandboxes } = clientWith({ fetch: scriptedFetch(ok) });
  for (const limit of [2 ** 31, Number.MAX_VALUE, Number.POSITIVE_INFINITY])
    await sandboxes.get("a", { timeoutMs: limit, totalTimeoutMs: limit, maxRetries: limit });
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
  const { client, sent } = clientOf(ok);
  for (const options of [5000, null, "x", new AbortController().signal, [], [1]])
    await rejectionOf(run(client, options as CallOptions), InvalidRequestError);
  expect(sent).toEqual([]);
});

test.each([
  [{ limit: 5 }, "limit"],
  [{ pageSize: 5 }, "page-size"],
  [{ page_size: 5 }, "page-size"],
  [null, "query"],
])("the list query %j is rejected", async (query, word) => {
  const { sandboxes, sent } = clientOf(ok);
  const listing = (async () => sandboxes.list(query as object))();
  expect((await rejectionOf(listing, InvalidRequestError)).message).toContain(word);
  expect(sent).toEqual([]);
});

test("undefined stands for the default in every option", async () => {
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
  const { sandboxes, sent } = clientOf(ok, { ...limits, ...own });
  await sandboxes.get("a", { ...limits, signal: undefined });
  expect(sent).toMatchObject([{ url: "https://api.leap0.dev/v1/sandbox/a/" }]);
});
