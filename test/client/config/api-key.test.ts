import { InvalidRequestError, Leap0Client } from "leap0-fetch";
import { describe, expect, test, vi } from "vitest";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { call, successes, surfaces } from "../../support/operations.ts";
import { rejection, rejectionOf, thrownBy } from "../../support/rejection.ts";
import { json, scriptedFetch } from "../../support/scripted-fetch.ts";
import { shown } from "../../support/shown.ts";

const responding = () => scriptedFetch(() => json(200, successes.getSandbox.body));

test.each<[string, unknown]>([
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
])("a key with %s is not shown, and rejected at once, or before anything is sent", async (_, key) => {
  const fetch = responding();
  const apiKey = key as string;
  const given = thrownBy(() => new Leap0Client({ apiKey }));
  const provided = new Leap0Client({ apiKey: async () => apiKey, fetch });
  const failures = [given];
  for (const surface of surfaces) failures.push(await rejection(call(surface, provided, "pauseSandbox")));
  for (const error of failures) {
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error).toMatchObject({ code: "api-key" });
    expect(shown(error)).not.toContain("pa55word");
  }
  expect(given).toMatchObject({ operation: undefined });
  expect(fetch.sent).toEqual([]);
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
    ["a function", <T>(key: T) => key],
    ["an async function", async <T>(key: T) => key],
  ])("is asked for every attempt, so that a rotated key is used, being %s", async (_, as) => {
    useFakeTime();
    let asked = 0;
    const fetch = scriptedFetch((_, index) => (index < 2 ? json(503) : json(200, successes.getSandbox.body)));
    const client = new Leap0Client({ apiKey: () => as(`key-number-${++asked}`), fetch });
    await untilSettled(call(surface, client, "getSandbox"));
    expect(fetch.sent.map(({ headers }) => headers.authorization)).toEqual(
      [1, 2, 3].map((n) => `Bearer key-number-${n}`),
    );
  });

  test("is not asked before a call needs a key", async () => {
    const apiKey = vi.fn();
    const client = new Leap0Client({ apiKey, fetch: responding() });
    await rejectionOf(call(surface, client, "getSandbox", {}, { sandboxID: ".." }), InvalidRequestError);
    expect(apiKey).not.toHaveBeenCalled();
  });

  test("that fails ends the call with its own error, and nothing is sent", async () => {
    const fetch = responding();
    const sealed = new RangeError("vault is sealed");
    const throwing = () => {
      throw sealed;
    };
    for (const apiKey of [throwing, () => Promise.reject(sealed)])
      expect(await rejection(call(surface, new Leap0Client({ apiKey, fetch }), "pauseSandbox"))).toBe(sealed);
    expect(fetch.sent).toEqual([]);
  });
});
