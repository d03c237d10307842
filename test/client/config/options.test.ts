import { type CallOptions, type ClientOptions, InvalidRequestError, Leap0Client } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { clientWith } from "../../support/client.ts";
import { API_KEY, MOUNT_ID, mountRequest, SANDBOX_ID } from "../../support/fixtures.ts";
import { call, type Given, successes, surfaces } from "../../support/operations.ts";
import { rejectionOf, thrownBy } from "../../support/rejection.ts";
import { json, scriptedFetch } from "../../support/scripted-fetch.ts";

const answering = () => scriptedFetch(() => json(200, successes.getSandbox.body));
const constructing = (options: unknown) => () => new Leap0Client(options as ClientOptions);

/** Options that client and call take, with values of the wrong kind. */
const wrongForBoth: [keyof Given & keyof ClientOptions, unknown][] = [
  ...(["timeoutMs", "totalTimeoutMs"] as const).flatMap((name) =>
    [0, -1, Number.NaN, "1000", null, {}, true].map((value): [typeof name, unknown] => [name, value]),
  ),
  ...[-1, 1.5, Number.NaN, "2", null, []].map((value): ["maxRetries", unknown] => ["maxRetries", value]),
  ...["x-team: blue", 5, null].map((value): ["headers", unknown] => ["headers", value]),
];

const wrongForClient: [string, unknown][] = [
  ["fetch", { fetch: answering() }],
  ["onEvent", "log"],
  ["authHeader", "x-api-key"],
  ["authHeader", "Authorization"],
  ["dangerouslyAllowBrowser", "yes"],
  ["rateLimit", true],
  ["rateLimit", 10],
  ["rateLimit", { requests: 10 }],
  ["requests", { requests: 0, perMs: 1000 }],
  ["perMs", { requests: 10, perMs: Number.NaN }],
  ["share", { share: 0 }],
  ["share", { share: 1.5 }],
  ["shared", { shared: "redis" }],
  ["rateLimit", { burst: 5 }],
  ["priority", "urgent"],
  ["inFlight", { requests: 10, perMs: 1000, inFlight: 0 }],
];

test.each<[string, unknown]>([...wrongForBoth, ...wrongForClient])(
  "a client with %s %j is rejected",
  (name, value) => {
    const option = ["requests", "perMs", "inFlight", "share", "shared"].includes(name) ? "rateLimit" : name;
    const error = thrownBy(constructing({ apiKey: API_KEY, [option]: value }));
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error).toMatchObject({ code: "option", message: expect.stringContaining(name) });
  },
);

test.each([null, API_KEY, 5, []])(
  "options of a client that are %j are rejected, and not repeated",
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
    ["fetch", answering()],
    ["baseUrl", "https://example.com"],
  ] as [keyof Given, unknown][])(
    "a call with %s %j is rejected, and nothing is sent",
    async (name, value) => {
      const fetch = answering();
      const given = { [name]: value } as Given;
      const error = await rejectionOf(
        call(surface, clientWith({ fetch }), "getSandbox", given),
        InvalidRequestError,
      );
      expect(error).toMatchObject({
        code: "option",
        operation: "getSandbox",
        message: expect.stringContaining(name),
      });
      expect(fetch.sent).toEqual([]);
    },
  );

  test("the largest limits there are do not end a call early", async () => {
    const fetch = answering();
    for (const limit of [2 ** 31, Number.MAX_VALUE, Number.POSITIVE_INFINITY])
      await call(surface, clientWith({ fetch }), "getSandbox", {
        timeoutMs: limit,
        totalTimeoutMs: limit,
        maxRetries: limit,
      });
    expect(fetch.sent).toHaveLength(3);
  });
});

describe("options that are no object", () => {
  const { signal } = new AbortController();
  const methods: [string, (client: Leap0Client, options: CallOptions) => Promise<unknown>][] = [
    ["sandboxes.get", (client, options) => client.sandboxes.get(SANDBOX_ID, options)],
    ["sandboxes.list", async (client, options) => client.sandboxes.list({}, options)],
    ["sandboxes.waitFor", (client, options) => client.sandboxes.waitFor(SANDBOX_ID, "paused", options)],
    ["sandboxes.resume", (client, options) => client.sandboxes.resume(SANDBOX_ID, options)],
    ["mounts.list", (client, options) => client.mounts.list(SANDBOX_ID, options)],
    ["mounts.delete", (client, options) => client.mounts.delete(SANDBOX_ID, MOUNT_ID, options)],
    ["mounts.ensure", (client, options) => client.mounts.ensure(SANDBOX_ID, mountRequest(), options)],
  ];
  test.each(methods)("are rejected by %s, and nothing is sent", async (_, run) => {
    const fetch = answering();
    for (const options of [5000, null, "x", signal, [1]])
      await rejectionOf(run(clientWith({ fetch }), options as CallOptions), InvalidRequestError);
    expect(fetch.sent).toEqual([]);
  });
});

test.each([
  [{ limit: 5 }, "limit"],
  [{ pageSize: 5 }, "page-size"],
  [{ page_size: 5 }, "page-size"],
  [null, "query"],
])("the list query %j is rejected", async (query, word) => {
  const fetch = answering();
  const listed = (async () => clientWith({ fetch }).sandboxes.list(query as object))();
  const error = await rejectionOf(listed, InvalidRequestError);
  expect(error.message).toContain(word);
  expect(fetch.sent).toEqual([]);
});

test("undefined stands for the default in every option", async () => {
  const fetch = answering();
  const limits = {
    timeoutMs: undefined,
    totalTimeoutMs: undefined,
    maxRetries: undefined,
    headers: undefined,
  };
  const client = new Leap0Client({
    ...limits,
    apiKey: API_KEY,
    authHeader: undefined,
    baseUrl: undefined,
    sandboxDomain: undefined,
    rateLimit: undefined,
    dangerouslyAllowBrowser: undefined,
    onEvent: undefined,
    fetch,
  });
  await client.sandboxes.get("a", { ...limits, signal: undefined });
  expect(fetch.sent).toMatchObject([{ url: "https://api.leap0.dev/v1/sandbox/a/" }]);
});
