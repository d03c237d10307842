import { AuthenticationError, InvalidRequestError, Leap0Client } from "leap0-fetch";
import { describe, expect, test, vi } from "vitest";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { API_KEY, SANDBOX_ID } from "../../support/fixtures.ts";
import { call, successes, surfaces } from "../../support/operations.ts";
import { rejection, rejectionOf, thrownBy } from "../../support/rejection.ts";
import { json, scriptedFetch } from "../../support/scripted-fetch.ts";
import { shown } from "../../support/shown.ts";

const unusable: [string, unknown][] = [
  ["a line break", "pa55word\nx-other: 1"],
  ["a carriage return", "pa55word\r"],
  ["a blank in it", "pa55 pa55word"],
  ["a blank at its end", "pa55word "],
  ["its prefix in front", "Bearer pa55word"],
  ["a tab", "pa55word\t"],
  ["a null byte", "pa55word\0"],
  ["a letter that no header can hold", "pa55wörd-pa55word"],
  ["nothing in it", ""],
  ["blanks only", "  "],
  ["null", null],
  ["a number", 55],
  ["an object", { key: "pa55word" }],
];

const answering = () => scriptedFetch(() => json(200, successes.getSandbox.body));

test.each(unusable)("a key with %s is rejected at once, and not repeated", (_, apiKey) => {
  const error = thrownBy(() => new Leap0Client({ apiKey: apiKey as string }));
  expect(error).toBeInstanceOf(InvalidRequestError);
  expect(error).toMatchObject({ code: "api-key", operation: undefined });
  expect(shown(error)).not.toContain("pa55word");
});

test("without a key the message says where one may come from", () => {
  vi.stubEnv("LEAP0_API_KEY", undefined);
  const error = thrownBy(() => new Leap0Client());
  vi.unstubAllEnvs();
  expect(error).toBeInstanceOf(InvalidRequestError);
  expect((error as Error).message).toContain("LEAP0_API_KEY");
});

describe.each(surfaces)("a key provider, through %s", (surface) => {
  test.each([
    ["a function", () => API_KEY],
    ["an async function", async () => API_KEY],
  ])("may be %s", async (_, apiKey) => {
    const fetch = answering();
    await call(surface, new Leap0Client({ apiKey, fetch }), "getSandbox");
    expect(fetch.sent[0]?.headers.authorization).toBe(`Bearer ${API_KEY}`);
  });

  test("is not asked before a call needs a key", async () => {
    const apiKey = vi.fn(() => API_KEY);
    const client = new Leap0Client({ apiKey, fetch: answering() });
    await rejection(client.sandboxes.get(".."));
    expect(apiKey).not.toHaveBeenCalled();
  });

  test("is asked again for every attempt, so that a rotated key is used", async () => {
    useFakeTime();
    let asked = 0;
    const fetch = scriptedFetch((_, index) =>
      index < 2 ? json(503, { message: "no" }) : json(200, successes.getSandbox.body),
    );
    const client = new Leap0Client({ apiKey: () => `key-number-${++asked}`, fetch });
    await untilSettled(call(surface, client, "getSandbox"));
    expect(fetch.sent.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer key-number-1",
      "Bearer key-number-2",
      "Bearer key-number-3",
    ]);
  });

  test.each(unusable)("that returns a key with %s sends nothing and repeats nothing", async (_, key) => {
    const fetch = answering();
    const client = new Leap0Client({ apiKey: async () => key as string, fetch });
    const error = await rejectionOf(call(surface, client, "pauseSandbox"), InvalidRequestError);
    expect(error.code).toBe("api-key");
    expect(shown(error)).not.toContain("pa55word");
    expect(fetch.sent).toEqual([]);
  });

  test("that fails ends the call with its own error, and nothing is sent", async () => {
    const fetch = answering();
    const sealed = new RangeError("vault is sealed");
    const providers = [
      () => {
        throw sealed;
      },
      () => Promise.reject(sealed),
    ];
    for (const apiKey of providers)
      expect(await rejection(call(surface, new Leap0Client({ apiKey, fetch }), "pauseSandbox"))).toBe(sealed);
    expect(fetch.sent).toEqual([]);
  });
});

test("every key that an attempt used is taken out of the error, also after a rotation", async () => {
  useFakeTime();
  let asked = 0;
  const fetch = scriptedFetch((_, index) =>
    index < 2 ? json(503) : json(401, { message: "refused key-number-1, key-number-2 and key-number-3" }),
  );
  const client = new Leap0Client({ apiKey: () => `key-number-${++asked}`, fetch });
  const error = await rejectionOf(untilSettled(client.sandboxes.get(SANDBOX_ID)), AuthenticationError);
  expect(shown(error)).not.toContain("key-number-");
  expect(error.message).toContain("refused [redacted], [redacted] and [redacted]");
});
