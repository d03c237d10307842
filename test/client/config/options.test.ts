import { type ClientOptions, InvalidRequestError, Leap0Client } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { clientWith } from "../../support/client.ts";
import { API_KEY } from "../../support/fixtures.ts";
import { call, type Given, successes, surfaces } from "../../support/operations.ts";
import { rejectionOf, thrownBy } from "../../support/rejection.ts";
import { json, scriptedFetch } from "../../support/scripted-fetch.ts";

const badNumbers: unknown[] = [-1, Number.NaN, "1000", null, {}, [], true, -0.001];

const badLimits: [keyof Given, unknown][] = (["timeoutMs", "totalTimeoutMs", "maxRetries"] as const).flatMap(
  (name) =>
    [...badNumbers, ...(name === "maxRetries" ? [] : [0])].map((value): [keyof Given, unknown] => [
      name,
      value,
    ]),
);

test.each(badLimits)("a client with %s %j is refused", (name, value) => {
  const error = thrownBy(() => new Leap0Client({ apiKey: API_KEY, [name]: value }));
  expect(error).toBeInstanceOf(InvalidRequestError);
  expect((error as Error).message).toContain(name);
});

describe.each(surfaces)("through %s", (surface) => {
  test.each(badLimits)("a call with %s %j is refused before anything is sent", async (name, value) => {
    const fetch = scriptedFetch(() => json(200, successes.getSandbox.body));
    const error = await rejectionOf(
      call(surface, clientWith({ fetch }), "getSandbox", { [name]: value }),
      InvalidRequestError,
    );
    expect(error.message).toContain(name);
    expect(fetch.sent).toEqual([]);
  });

  test("the largest limits there are do not end a call early", async () => {
    const fetch = scriptedFetch(() => json(200, successes.getSandbox.body));
    for (const limit of [2 ** 31, Number.MAX_VALUE, Number.POSITIVE_INFINITY])
      await call(surface, clientWith({ fetch }), "getSandbox", {
        timeoutMs: limit,
        totalTimeoutMs: limit,
        maxRetries: limit,
      });
    expect(fetch.sent).toHaveLength(3);
  });
});

test.each([
  { requests: 0, perMs: 1000 },
  { requests: 0.5, perMs: 1000 },
  { requests: 10, perMs: 0 },
  { requests: Number.NaN, perMs: 1000 },
  { requests: 10, perMs: Number.NaN },
  { requests: 10, perMs: 1000, inFlight: 0 },
  { requests: 10 },
  { perMs: 10 },
  { share: 0 },
  { share: 1.5 },
  true,
  10,
])("the rate limit %j is refused", (rateLimit) => {
  const options = { apiKey: API_KEY, rateLimit } as unknown as ClientOptions;
  expect(thrownBy(() => new Leap0Client(options))).toBeInstanceOf(InvalidRequestError);
});

test("undefined stands for the default in every option", async () => {
  const fetch = scriptedFetch(() => json(200, successes.getSandbox.body));
  const client = new Leap0Client({
    apiKey: API_KEY,
    authHeader: undefined,
    baseUrl: undefined,
    sandboxDomain: undefined,
    timeoutMs: undefined,
    totalTimeoutMs: undefined,
    maxRetries: undefined,
    rateLimit: undefined,
    headers: undefined,
    onEvent: undefined,
    fetch,
  });
  const options = {
    signal: undefined,
    timeoutMs: undefined,
    totalTimeoutMs: undefined,
    maxRetries: undefined,
    headers: undefined,
  };
  await client.sandboxes.get("a", options);
  expect(fetch.sent).toMatchObject([{ url: "https://api.leap0.dev/v1/sandbox/a/" }]);
});
