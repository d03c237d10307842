import { ListObjectsV2Command, paginateListObjectsV2 } from "@aws-sdk/client-s3";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keys, sdkFor } from "../../../tools/s3/clients.ts";
import { startS3 } from "../../../tools/s3/index.ts";

const Bucket = "project-assets";
const name = fc.string({
  unit: fc.constantFrom("a", "b", "/", "+", " ", "é", "🪣"),
  minLength: 1,
  maxLength: 5,
});

describe("ListObjectsV2 of the S3 server for tests", () => {
  it("gives for any keys, prefix, delimiter and page size just the names that a filter would", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(name, { maxLength: 12 }),
        fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 2 }),
        fc.constantFrom("", "/", "b/"),
        fc.integer({ min: 1, max: 4 }),
        async (all, Prefix, Delimiter, pageSize) => {
          const objects = Object.fromEntries(all.map((key) => [key, key]));
          const server = await startS3({ buckets: { [Bucket]: { objects } }, credentials: [keys] });
          const client = sdkFor(server);
          const found: string[] = [];
          const pages = paginateListObjectsV2({ client, pageSize }, { Bucket, Prefix, Delimiter });
          for await (const page of pages) {
            expect(page.KeyCount).toBeLessThanOrEqual(pageSize);
            for (const { Key } of page.Contents ?? []) found.push(String(Key));
            for (const common of page.CommonPrefixes ?? []) found.push(String(common.Prefix));
          }
          client.destroy();
          await server.close();
          const expected = all
            .filter((key) => key.startsWith(Prefix))
            .map((key) => {
              const end = Delimiter === "" ? -1 : key.indexOf(Delimiter, Prefix.length);
              return end < 0 ? key : key.slice(0, end + Delimiter.length);
            });
          expect(found.sort()).toEqual([...new Set(expected)].sort());
        },
      ),
      { numRuns: 40 },
    );
  });

  it("orders keys by their bytes and starts after a given key", async () => {
    const sorted = ["B", "a", "a/b", "é", "\uffee", "🪣"];
    const objects = Object.fromEntries([...sorted].reverse().map((key) => [key, key]));
    const server = await startS3({ buckets: { [Bucket]: { objects } }, credentials: [keys] });
    const client = sdkFor(server);
    const list = async (options: object) => {
      const page = await client.send(new ListObjectsV2Command({ Bucket, ...options }));
      return page.Contents?.map(({ Key }) => Key) ?? [];
    };
    expect(await list({})).toEqual(sorted);
    expect(await list({ StartAfter: "a" })).toEqual(sorted.slice(2));
    expect(await list({ StartAfter: "a", MaxKeys: 1 })).toEqual(["a/b"]);
    expect(await list({ MaxKeys: 0 })).toEqual([]);
    await expect(list({ MaxKeys: -1 })).rejects.toMatchObject({ name: "InvalidArgument" });
    await expect(list({ ContinuationToken: "made up" })).rejects.toMatchObject({ name: "InvalidArgument" });
    await expect(list({ EncodingType: "base64" })).rejects.toMatchObject({ name: "InvalidArgument" });
    await server.close();
  });

  it("encodes names in the answer only when asked to", async () => {
    const objects = { "a b+c/é&.txt": "x" };
    const server = await startS3({ buckets: { [Bucket]: { public: true, objects } } });
    const list = async (options: string) =>
      /<Key>(.*)<\/Key>/.exec(
        await (await fetch(`${server.url}/${Bucket}?list-type=2${options}`)).text(),
      )?.[1];
    expect(await list("")).toBe("a b+c/é&amp;.txt");
    expect(await list("&encoding-type=url")).toBe("a+b%2Bc/%C3%A9%26.txt");
    await server.close();
  });
});
