import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { verifyMount } from "../../../src/emulator/storage/index.ts";
import { mountAt, read, storageWith } from "./fixture.ts";

const words = (text: string) => text.trim().split(/\s+/);

describe("a path into a mount", async () => {
  const s3 = await storageWith(
    {
      "team/docs/readme.md": "inside",
      "team/docs/sub/x": "inside",
      "team/secret.txt": "outside",
      "secret.txt": "outside",
      "team/docs/../secret.txt": "inside, but no path leads there",
      "team/docs//secret.txt": "inside, but no path leads there",
    },
    {
      buckets: {
        "private-assets": { objects: { "secret.txt": "outside", "team/docs/readme.md": "outside" } },
        "inner-assets": { objects: { "in/readme.md": "inner", "secret.txt": "outside" } },
      },
    },
    afterAll,
  );
  const mounts = [
    mountAt(s3.url, { prefix: "team/docs/" }),
    mountAt(s3.url, { mount_path: "/data/assets/sub", bucket: "inner-assets", prefix: "in/" }),
  ];

  async function ask(path: string, method = "GET") {
    const before = s3.requests.length;
    const response = await read(path, mounts, {}, { method });
    return { response, asked: s3.requests.slice(before) };
  }

  it.each(
    words(`
      ../secret.txt .. ../ sub/../../secret.txt ./readme.md . %2e%2e/secret.txt %2E%2E/secret.txt
      .%2e/secret.txt %2e/readme.md %252e%252e/secret.txt %25252e%25252e/secret.txt %2525252e./secret.txt
      %25%32e%25%32e/secret.txt ..%2fsecret.txt ..%2Fsecret.txt ..%252fsecret.txt ..%252f%zz
      sub%2freadme.md sub%252freadme.md ..\\secret.txt ..%5csecret.txt ..%5Csecret.txt ..%255csecret.txt
      /secret.txt // / sub//readme.md %2f readme.md%00 readme.md%00.png readme.md%2500 readme.md\u0000
      readme.md%0d%0ax-evil:1 %0a %7f %ff %c0%ae%c0%ae/secret.txt %c0%af % %zz %u002e%u002e/secret.txt
    `),
  )("returns 400 before anything is sent when %j is below the mount", async (rest) => {
    const path = `/data/assets/${rest}`;
    const { response, asked } = await ask(path);
    expect(response?.status).toBe(400);
    expect(await response?.json()).toEqual({ message: expect.any(String) });
    expect(asked).toEqual([]);
    expect((await ask(path, "HEAD")).response?.status).toBe(400);
  });

  it.each([
    ...words("/ /data /data/ /assets/readme.md /data/assets2/readme.md /DATA/assets/x"),
    ...words("/data/assets2/../assets/readme.md /data/../data/assets/readme.md /data//assets/readme.md"),
    ...words("//data/assets/readme.md /data%2fassets/readme.md /data\\assets\\readme.md"),
    ...words("/%2e/data/assets/readme.md http://h/data/assets/readme.md"),
    "",
  ])("is not a mount's when it is %j", async (path) => {
    const { response, asked } = await ask(path);
    expect(response).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it.each([". .", ...words("... ..a a.. %E2%80%A4%E2%80%A4 %EF%BC%8E%EF%BC%8E ..; ~ a:b %3F %23")])(
    "may well have the segment %j, which is a name like any other",
    async (segment) => {
      const { response, asked } = await ask(`/data/assets/${segment}`);
      expect(response?.status).toBe(404);
      const key = `team/docs/${decodeURIComponent(segment)}`;
      expect(asked[0]).toMatchObject({ bucket: "project-assets", key });
    },
  );

  it("reaches, whatever is asked, only keys below the prefix of the mount that covers it", async () => {
    const dots = fc.constantFrom(...words("/ .. . %2e %2E %2f %5c \\ %25 2e 2f %00"));
    const names = fc.constantFrom(...words("secret.txt readme.md sub team docs a + ? # %"));
    const piece = fc.oneof(
      { weight: 6, arbitrary: dots },
      { weight: 3, arbitrary: names },
      { weight: 1, arbitrary: fc.string({ maxLength: 4 }) },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 3 }).map(encodeLoosely) },
    );
    const tail = fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(""));
    const start = fc.constantFrom(
      "",
      ...words("/data/assets/ /data/assets /data/assets/sub/ /data/assets/sub /"),
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

/** Milliseconds for the best of seven runs. */
async function timeOf(work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 7; run += 1) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return Math.min(...times);
}

const slashes = (size: number) => mountAt(`https://example.com/${"/".repeat(size)}x`);
const nested = (size: number) => `/data/assets/%${"25".repeat(size)}2e`;
it.each<[string, (size: number) => unknown]>([
  ["the slashes of an endpoint", (size) => verifyMount(slashes(size), { allowedEndpoints: [] })],
  ["nested percent forms of a path", (size) => read(nested(size), [mountAt("https://example.com")])],
])("reading takes time in proportion to the length of %s", async (_, work) => {
  const [small, large] = [await timeOf(() => work(20_000)), await timeOf(() => work(160_000))];
  // Eight times the input. Quadratic time would be 64 times as long.
  expect(large / Math.max(small, 1)).toBeLessThan(32);
});

const listOptions = words("list-type encoding-type prefix delimiter max-keys continuation-token");

function encodeLoosely(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
}
