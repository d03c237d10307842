import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ServedMount } from "../../../src/emulator/storage/index.ts";
import { serveMounted } from "../../../src/emulator/storage/index.ts";
import type { S3Server } from "../../../tools/s3/index.ts";
import { startS3 } from "../../../tools/s3/index.ts";
import { keys, mountAt } from "./fixture.ts";

describe("a path into a mount", () => {
  let s3: S3Server;
  let mounts: ServedMount[];

  beforeAll(async () => {
    s3 = await startS3({
      buckets: {
        "project-assets": {
          objects: {
            "team/docs/readme.md": "inside",
            "team/docs/sub/x": "inside",
            "team/secret.txt": "outside",
            "secret.txt": "outside",
            "team/docs/../secret.txt": "inside, but no path leads there",
            "team/docs//secret.txt": "inside, but no path leads there",
          },
        },
        "private-assets": { objects: { "secret.txt": "outside", "team/docs/readme.md": "outside" } },
        "inner-assets": { objects: { "in/readme.md": "inner", "secret.txt": "outside" } },
      },
      credentials: [keys],
    });
    mounts = [
      mountAt(s3.url, { prefix: "team/docs/" }),
      mountAt(s3.url, { mount_path: "/data/assets/sub", bucket: "inner-assets", prefix: "in/" }),
    ];
  });

  afterAll(() => s3.close());

  async function ask(path: string, method = "GET") {
    const before = s3.requests.length;
    const response = await serveMounted(new Request("http://h/", { method }), path, mounts);
    return { response, asked: s3.requests.slice(before) };
  }

  it.each([
    "/data/assets/../secret.txt",
    "/data/assets/..",
    "/data/assets/../",
    "/data/assets/sub/../../secret.txt",
    "/data/assets/./readme.md",
    "/data/assets/.",
    "/data/assets/%2e%2e/secret.txt",
    "/data/assets/%2E%2E/secret.txt",
    "/data/assets/.%2e/secret.txt",
    "/data/assets/%2e/readme.md",
    "/data/assets/%252e%252e/secret.txt",
    "/data/assets/%25252e%25252e/secret.txt",
    "/data/assets/%2525252e./secret.txt",
    "/data/assets/%25%32e%25%32e/secret.txt",
    "/data/assets/..%2fsecret.txt",
    "/data/assets/..%2Fsecret.txt",
    "/data/assets/..%252fsecret.txt",
    "/data/assets/..%252f%zz",
    "/data/assets/sub%2freadme.md",
    "/data/assets/sub%252freadme.md",
    "/data/assets/..\\secret.txt",
    "/data/assets/..%5csecret.txt",
    "/data/assets/..%5Csecret.txt",
    "/data/assets/..%255csecret.txt",
    "/data/assets//secret.txt",
    "/data/assets///",
    "/data/assets//",
    "/data/assets/sub//readme.md",
    "/data/assets/%2f",
    "/data/assets/readme.md%00",
    "/data/assets/readme.md%00.png",
    "/data/assets/readme.md%2500",
    "/data/assets/readme.md\u0000",
    "/data/assets/readme.md%0d%0ax-evil:1",
    "/data/assets/%0a",
    "/data/assets/%7f",
    "/data/assets/%ff",
    "/data/assets/%c0%ae%c0%ae/secret.txt",
    "/data/assets/%c0%af",
    "/data/assets/%",
    "/data/assets/%zz",
    "/data/assets/%u002e%u002e/secret.txt",
  ])("returns 400 before anything is sent when it is %j", async (path) => {
    const { response, asked } = await ask(path);
    expect(response?.status).toBe(400);
    expect(await response?.json()).toEqual({ message: expect.any(String) });
    expect(asked).toEqual([]);
    expect((await ask(path, "HEAD")).response?.status).toBe(400);
  });

  it.each([
    "/data/assets2/../assets/readme.md",
    "/data/../data/assets/readme.md",
    "/data//assets/readme.md",
    "//data/assets/readme.md",
    "/data%2fassets/readme.md",
    "/data\\assets\\readme.md",
    "/%2e/data/assets/readme.md",
    "http://h/data/assets/readme.md",
    "",
  ])("is not a mount's when it is %j", async (path) => {
    const { response, asked } = await ask(path);
    expect(response).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it.each([
    "...",
    "..a",
    "a..",
    ". .",
    "%E2%80%A4%E2%80%A4",
    "%EF%BC%8E%EF%BC%8E",
    "..;",
    "~",
    "a:b",
    "%3F",
    "%23",
  ])("may well have the segment %j, which is a name like any other", async (segment) => {
    const { response, asked } = await ask(`/data/assets/${segment}`);
    expect(response?.status).toBe(404);
    expect(asked[0]).toMatchObject({
      bucket: "project-assets",
      key: `team/docs/${decodeURIComponent(segment)}`,
    });
  });

  it("reaches, whatever is asked, only keys below the prefix of the mount that covers it", async () => {
    const piece = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.constantFrom(
          "/",
          "..",
          ".",
          "%2e",
          "%2E",
          "%2f",
          "%5c",
          "\\",
          "%25",
          "2e",
          "2f",
          "%00",
        ),
      },
      {
        weight: 3,
        arbitrary: fc.constantFrom("secret.txt", "readme.md", "sub", "team", "docs", "a", "+", "?", "#", "%"),
      },
      { weight: 1, arbitrary: fc.string({ maxLength: 4 }) },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 3 }).map(encodeLoosely) },
    );
    const tail = fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(""));
    const start = fc.constantFrom(
      "/data/assets/",
      "/data/assets",
      "/data/assets/sub/",
      "/data/assets/sub",
      "/",
      "",
    );
    let reached = 0;
    await fc.assert(
      fc.asyncProperty(start, tail, fc.constantFrom("GET", "HEAD"), async (base, rest, method) => {
        const { response, asked } = await ask(base + rest, method);
        const body = response === undefined ? "" : await response.text();
        expect(body).not.toContain("outside");
        expect(body).not.toContain("no path leads there");
        expect([200, 400, 404, undefined]).toContain(response?.status);
        reached += asked.length;
        for (const { method, bucket, key, query } of asked) {
          const prefix = { "project-assets": "team/docs/", "inner-assets": "in/" }[bucket];
          const place = key === "" ? query.prefix : key;
          expect(["GET", "HEAD"]).toContain(method);
          expect(prefix !== undefined && place?.startsWith(prefix), `${bucket} ${place}`).toBe(true);
          expect(place?.slice(prefix?.length).split("/").slice(0, -1)).not.toContain("..");
          expect(Object.keys(query).filter((name) => !listOptions.includes(name))).toEqual([]);
        }
      }),
      { numRuns: 600 },
    );
    expect(reached).toBeGreaterThan(50);
  });

  it("leads to the very object that it names, whatever the name", async () => {
    const name = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 8 })
      .filter(
        (text) => !/[/\\\p{Cc}]|%(25)*(2e|2f|5c|[01][0-9a-f]|7f)/iu.test(text) && !/^\.{1,2}$/.test(text),
      );
    await fc.assert(
      fc.asyncProperty(fc.array(name, { minLength: 1, maxLength: 3 }), async (segments) => {
        const path = `/data/assets/x/${segments.map(encodeURIComponent).join("/")}`;
        const { asked } = await ask(path);
        expect(asked[0]?.key).toBe(`team/docs/x/${segments.join("/")}`);
        expect(asked[0]?.status).toBe(404);
      }),
      { numRuns: 150 },
    );
  });
});

const listOptions = ["list-type", "encoding-type", "prefix", "delimiter", "max-keys", "continuation-token"];

function encodeLoosely(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
}
