import { InvalidRequestError, Leap0Client } from "leap0-fetch";
import { afterEach, expect, test, vi } from "vitest";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { API_KEY, sandboxStatus } from "../../support/fixtures.ts";
import { successes } from "../../support/operations.ts";
import { thrownBy } from "../../support/rejection.ts";
import { json, scriptedFetch } from "../../support/scripted-fetch.ts";
import { shown } from "../../support/shown.ts";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

const answering = () => scriptedFetch(() => json(200, successes.getSandbox.body));

test("key, base URL and sandbox domain come from the environment", async () => {
  vi.stubEnv("LEAP0_API_KEY", "key-of-the-environment");
  vi.stubEnv("LEAP0_BASE_URL", "http://127.0.0.1:4010/");
  vi.stubEnv("LEAP0_SANDBOX_DOMAIN", "sandbox.example.com");
  const states = ["paused", "running"];
  const fetch = scriptedFetch(({ url }) =>
    url.startsWith("http://127.0.0.1:4010/")
      ? json(200, sandboxStatus({ state: states.shift() ?? "running" }))
      : json(200),
  );
  useFakeTime();
  await untilSettled(new Leap0Client({ fetch }).sandboxes.resume("sbx-a"));
  expect(fetch.sent.map(({ url, headers }) => [url, headers.authorization])).toEqual([
    ["http://127.0.0.1:4010/v1/sandbox/sbx-a/", "Bearer key-of-the-environment"],
    ["https://sbx-a.sandbox.example.com/", "Bearer key-of-the-environment"],
    ["http://127.0.0.1:4010/v1/sandbox/sbx-a/", "Bearer key-of-the-environment"],
  ]);
});

test("an option wins over the environment", async () => {
  vi.stubEnv("LEAP0_API_KEY", "key-of-the-environment");
  vi.stubEnv("LEAP0_BASE_URL", "http://127.0.0.1:4010/");
  const fetch = answering();
  await new Leap0Client({ apiKey: API_KEY, baseUrl: "https://other.example.com", fetch }).sandboxes.get("a");
  expect(fetch.sent).toMatchObject([
    { url: "https://other.example.com/v1/sandbox/a/", headers: { authorization: `Bearer ${API_KEY}` } },
  ]);
});

test("an empty variable counts as not set", async () => {
  vi.stubEnv("LEAP0_BASE_URL", "");
  vi.stubEnv("LEAP0_SANDBOX_DOMAIN", "");
  const fetch = answering();
  await new Leap0Client({ apiKey: API_KEY, fetch }).sandboxes.get("a");
  expect(fetch.sent[0]?.url).toBe("https://api.leap0.dev/v1/sandbox/a/");
});

test.each(["LEAP0_API_KEY", "LEAP0_BASE_URL", "LEAP0_SANDBOX_DOMAIN"])(
  "an unusable %s is refused without printing it",
  (name) => {
    vi.stubEnv("LEAP0_API_KEY", API_KEY);
    vi.stubEnv(name, "http://user:pa55word@example.com/ ?");
    const error = thrownBy(() => new Leap0Client());
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(shown(error)).not.toContain("pa55word");
  },
);

test("on a platform without process, or with one that may not be read, options are enough", async () => {
  const fetch = answering();
  vi.stubGlobal("process", undefined);
  await new Leap0Client({ apiKey: API_KEY, fetch }).sandboxes.get("a");
  vi.stubGlobal("process", {
    get env(): never {
      throw new Error("not permitted");
    },
  });
  await new Leap0Client({ apiKey: API_KEY, fetch }).sandboxes.get("a");
  expect(thrownBy(() => new Leap0Client({ fetch }))).toBeInstanceOf(InvalidRequestError);
  expect(fetch.sent).toHaveLength(2);
});
