import fc from "fast-check";
import { InvalidRequestError } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { clientOf, json } from "../../support/client.ts";
import { mountRequest } from "../../support/fixtures.ts";
import { call, successes, withMountID, withSandboxID } from "../../support/operations.ts";
import { rejectionOf } from "../../support/rejection.ts";

const invalid: [string, unknown][] = [
  ["an empty text", ""],
  ["a dot", "."],
  ["two dots", ".."],
  ["undefined", undefined],
  ["null", null],
  ["a number", 5],
  ["an object", {}],
  ["an array", ["sbx-abc123"]],
  ["a lone high surrogate", "sbx-\ud800"],
  ["a lone low surrogate", "\udc00"],
];

describe.each(invalid)("%s as an id is rejected, and nothing is sent:", (_, bad) => {
  test.each([
    ...withSandboxID.map((id) => [id, "sandboxID"] as const),
    ...withMountID.map((id) => [id, "mountID"] as const),
  ])("%s, %s", async (id, parameter) => {
    const { client, sent } = clientOf(() => json(200));
    const called = call(client, id, {}, { [parameter]: bad });
    const error = await rejectionOf(called, InvalidRequestError);
    expect(error).toMatchObject({ code: "id", operation: id, outcomeUnknown: false });
    expect(error.message).toContain(parameter);
    expect(sent).toEqual([]);
  });

  test("by the methods that make several requests", async () => {
    const { mounts, sandboxes, sent } = clientOf(() => json(200));
    const id = bad as string;
    for (const called of [
      mounts.list(id),
      mounts.ensure(id, mountRequest()),
      sandboxes.resume(id),
      sandboxes.waitFor(id, "running"),
    ])
      await rejectionOf(called, InvalidRequestError);
    expect(sent).toEqual([]);
  });
});

const awkward = fc.constantFrom(
  ...[
    " ",
    "\n",
    "a/b",
    "..%2f",
    "häuschen-🏠",
    ..."\\ . .. / %2e % { } {mountID} sandboxID ? # ; $1 $&".split(" "),
  ],
);
const someId = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(awkward, { maxLength: 6 }).map((parts) => parts.join("")),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
);

test("whatever the ids, a path has exactly its segments and gives the ids back, or nothing is sent", async () => {
  const { mounts, sent } = clientOf(() => json(204), { rateLimit: false });
  await fc.assert(
    fc.asyncProperty(someId, someId, async (sandboxID, mountID) => {
      const before = sent.length;
      const usable = [sandboxID, mountID].every(
        (each) => !/^\.{0,2}$/.test(each) && !/\p{Surrogate}/u.test(each),
      );
      if (!usable) {
        await rejectionOf(mounts.delete(sandboxID, mountID), InvalidRequestError);
        expect(sent).toHaveLength(before);
        return;
      }
      await mounts.delete(sandboxID, mountID);
      expect(sent).toHaveLength(before + 1);
      // Read as the platform and as a server would read it.
      const { origin, pathname, search, hash } = new URL(sent[before]?.url ?? "");
      expect({ origin, search, hash }).toEqual({ origin: "https://api.leap0.dev", search: "", hash: "" });
      const segments = pathname.split("/").map(decodeURIComponent);
      expect(segments).toEqual(["", "v1", "sandbox", sandboxID, "mounts", mountID]);
    }),
    { numRuns: 400 },
  );
});

test("whatever the query values, they come out of the URL as they went in", async () => {
  const { sandboxes, sent } = clientOf(() => json(200, successes.listSandboxes.body), { rateLimit: false });
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme", minLength: 1 }), async (state) => {
      await sandboxes.list({ state: state as "running" });
      const { pathname, searchParams } = new URL(sent.at(-1)?.url ?? "");
      expect([pathname, [...searchParams]]).toEqual(["/v1/sandboxes", [["state", state]]]);
    }),
  );
});
