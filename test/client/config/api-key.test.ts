import { InvalidRequestError, Leap0Client } from "leap0-fetch";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { clientOf, json, ok } from "../../support/client.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { rejection, rejectionOf, thrownBy } from "../../support/rejection.ts";
import { shown } from "../../support/shown.ts";

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
  const apiKey = key as string;
  const { sandboxes, sent } = clientOf(ok, { apiKey: async () => apiKey });
  const given = thrownBy(() => new Leap0Client({ apiKey }));
  for (const error of [given, await rejection(sandboxes.pause("a"))]) {
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error).toMatchObject({ code: "api-key", operation: error === given ? undefined : "pauseSandbox" });
    expect(shown(error)).not.toContain("pa55word");
  }
  expect(sent).toEqual([]);
});

describe("a key provider", () => {
  beforeEach(useFakeTime);

  test.each([
    ["a function", <T>(key: T) => key],
    ["an async function", async <T>(key: T) => key],
  ])("is asked for every attempt, so that a rotated key is used, being %s", async (_, as) => {
    let asked = 0;
    const apiKey = () => as(`key-number-${++asked}`);
    const { sandboxes, sent } = clientOf((_, index) => (index < 2 ? json(503) : ok()), { apiKey });
    await untilSettled(sandboxes.get("a"));
    const keys = sent.map(({ headers }) => headers.authorization);
    expect(keys).toEqual([1, 2, 3].map((number) => `Bearer key-number-${number}`));
  });

  test("is not asked before a call needs a key", async () => {
    const apiKey = vi.fn();
    await rejectionOf(clientOf(ok, { apiKey }).sandboxes.get(".."), InvalidRequestError);
    expect(apiKey).not.toHaveBeenCalled();
  });

  test("that fails ends the call with its own error, and nothing is sent", async () => {
    const sealed = new RangeError("vault is sealed");
    const throwing = () => {
      throw sealed;
    };
    for (const apiKey of [throwing, () => Promise.reject(sealed)]) {
      const { sandboxes, sent } = clientOf(ok, { apiKey });
      expect(await rejection(sandboxes.pause("a"))).toBe(sealed);
      expect(sent).toEqual([]);
    }
  });
});
