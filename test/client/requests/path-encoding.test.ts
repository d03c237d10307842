import fc from "fast-check";
import { InvalidRequestError } from "leap0-fetch";
import { expect, test } from "vitest";
import { clientWith } from "../../support/client.ts";
import { successes } from "../../support/operations.ts";
import { rejection } from "../../support/rejection.ts";
import { json, scriptedFetch } from "../../support/scripted-fetch.ts";

const awkward = fc.constantFrom(" ", "\n", ..."\\ . .. / %2e % { } sandboxID ? # ; $1 $&".split(" "));
const id = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(awkward, { maxLength: 6 }).map((parts) => parts.join("")),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
);

test("whatever the ids, a path has exactly its segments and gives the ids back, or nothing is sent", async () => {
  const fetch = scriptedFetch(() => json(204));
  const client = clientWith({ fetch, rateLimit: false });
  await fc.assert(
    fc.asyncProperty(id, id, async (sandboxID, mountID) => {
      const before = fetch.sent.length;
      const usable = [sandboxID, mountID].every(
        (each) => !/^\.{0,2}$/.test(each) && !/\p{Surrogate}/u.test(each),
      );
      if (!usable) {
        expect(await rejection(client.mounts.delete(sandboxID, mountID))).toBeInstanceOf(InvalidRequestError);
        expect(fetch.sent).toHaveLength(before);
        return;
      }
      await client.mounts.delete(sandboxID, mountID);
      expect(fetch.sent).toHaveLength(before + 1);
      // Read as the platform and as a server would read it.
      const { origin, pathname, search, hash } = new URL(fetch.sent[before]?.url ?? "");
      expect({ origin, search, hash }).toEqual({ origin: "https://api.leap0.dev", search: "", hash: "" });
      const segments = pathname.split("/").map(decodeURIComponent);
      expect(segments).toEqual(["", "v1", "sandbox", sandboxID, "mounts", mountID]);
    }),
    { numRuns: 400 },
  );
});

test("whatever the query values, they come out of the URL as they went in", async () => {
  const fetch = scriptedFetch(() => json(200, successes.listSandboxes.body));
  const client = clientWith({ fetch, rateLimit: false });
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme", minLength: 1 }), async (state) => {
      await client.sandboxes.list({ state: state as "running" });
      const { pathname, searchParams } = new URL(fetch.sent.at(-1)?.url ?? "");
      expect([pathname, [...searchParams]]).toEqual(["/v1/sandboxes", [["state", state]]]);
    }),
  );
});
