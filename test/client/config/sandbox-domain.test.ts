import { InvalidRequestError, Leap0Client } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { API_KEY, sandboxStatus } from "../../support/fixtures.ts";
import { rejectionOf, thrownBy } from "../../support/rejection.ts";
import { json, scriptedFetch } from "../../support/scripted-fetch.ts";
import { shown } from "../../support/shown.ts";

/** An API whose sandboxes are paused until somebody knocks at their host. */
function sleeper() {
  let awake = false;
  return scriptedFetch(({ url }) => {
    if (url.startsWith("https://api.leap0.dev/"))
      return json(200, sandboxStatus({ state: awake ? "running" : "paused" }));
    awake = true;
    return new Response("hello");
  });
}

const knocks = (fetch: ReturnType<typeof sleeper>) =>
  fetch.sent.filter(({ url }) => !url.startsWith("https://api.leap0.dev/"));

test.each([
  "https://sandbox.example.com",
  "pa55word@sandbox.example.com",
  "sandbox.example.com/pa55word",
  "sandbox.example.com?pa55word",
  "sandbox.example.com#pa55word",
  "sandbox.example.com:pa55word",
  "sandbox.example.com:443@pa55word.example.com",
  "sandbox.example.com\\pa55word",
  "sandbox.example.com\r\npa55word",
  ".pa55word.example.com",
  " pa55word.example.com",
  "",

  {},
])("the sandbox domain %j is refused, and not repeated", (sandboxDomain) => {
  const error = thrownBy(() => new Leap0Client({ apiKey: API_KEY, sandboxDomain: sandboxDomain as string }));
  expect(error).toBeInstanceOf(InvalidRequestError);
  expect((error as Error).message).toContain("sandboxDomain");
  expect(shown(error)).not.toContain("pa55word");
});

test.each([
  [undefined, "https://sbx-a.sandbox.leap0.dev/"],
  ["sandbox.example.com", "https://sbx-a.sandbox.example.com/"],
  ["sandbox.example.com:8443", "https://sbx-a.sandbox.example.com:8443/"],
  ["localhost:4010", "http://sbx-a.localhost:4010/"],
])("with the sandbox domain %s the request that wakes goes to %s", async (sandboxDomain, url) => {
  useFakeTime();
  const fetch = sleeper();
  const client = new Leap0Client({ apiKey: API_KEY, sandboxDomain, fetch });
  await untilSettled(client.sandboxes.resume("sbx-a"));
  expect(knocks(fetch)).toMatchObject([
    { url, method: "GET", body: undefined, headers: { authorization: `Bearer ${API_KEY}` } },
  ]);
});

describe("an id that would move the host", () => {
  test.each([
    "evil.com/",
    "evil.com#",
    "a.b",
    "evil.com:1",
    "user@evil.com",
    "a%2eb",
    "..%2f",
    "a b",
    "ä",
    "*",
    "a\\b",
    "[::1]",
  ])("%s never receives the key", async (id) => {
    const fetch = sleeper();
    const client = new Leap0Client({ apiKey: API_KEY, fetch });
    await rejectionOf(client.sandboxes.resume(id), InvalidRequestError);
    expect(knocks(fetch)).toEqual([]);
  });
});
