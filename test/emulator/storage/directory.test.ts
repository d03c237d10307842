import { afterAll, describe, expect, it } from "vitest";
import type { DirectoryListing, StorageOptions } from "../../../src/emulator/storage/index.ts";
import { listing, mountAt, read, responding, storageWith } from "./fixture.ts";

// What holds for every storage service, such as odd names and many pages: test/storage.

const keys = `readme.md empty-folder/ unreachable//x docs/guide.md docs/images/a.png docs/images/b\u2028c.png
dots/../x dots/./x dots/a\\b dots/%2e%2e dots/fine`.split(/[ \n]/);
const many = Array.from({ length: 1203 }, (_, at) => `many/${at}`);

describe("a directory of a mount", async () => {
  const objects = Object.fromEntries([...keys, ...many].map((key) => [key, "content"]));
  const s3 = await storageWith({ ...objects, docs: "a file with a folder's name" }, {}, afterAll);
  const mount = mountAt(s3.url);

  async function list(path: string, mounts = [mount], options?: StorageOptions): Promise<DirectoryListing> {
    const response = await read(path, mounts, options);
    expect([response?.status, response?.headers.get("content-type")]).toEqual([200, "application/json"]);
    return (await response?.json()) as DirectoryListing;
  }

  const names = ({ entries }: DirectoryListing) =>
    entries.map(({ name, type }) => (type === "directory" ? `${name}/` : name));

  it("is listed with and without the slash, unless there is an object of that name", async () => {
    expect(names(await list("/data/assets/docs/images"))).toEqual(["a.png", "b\u2028c.png"]);
    for (const path of ["/data/assets/docs/images", "/data/assets"])
      expect(await list(path)).toEqual(await list(`${path}/`));
    const object = await read("/data/assets/docs", [mount]);
    expect(await object?.text()).toBe("a file with a folder's name");
    const root = ["docs/", "docs", "dots/", "empty-folder/", "many/", "readme.md", "unreachable/"];
    expect(names(await list("/data/assets/"))).toEqual(root);
  });

  it("shows only the prefix, as the mount's root", async () => {
    const docs = [mountAt(s3.url, { prefix: "docs/" })];
    expect(names(await list("/data/assets", docs))).toEqual(["guide.md", "images/"]);
    expect((await list("/data/assets/images", docs)).path).toBe("/data/assets/images/");
  });

  it("exists when it is empty: the mount's root, and a folder that was made as one", async () => {
    expect((await list("/data/assets", [mountAt(s3.url, { prefix: "nothing/" })])).entries).toEqual([]);
    expect((await list("/data/assets/empty-folder/")).entries).toEqual([]);
    expect((await list("/data/assets/empty-folder")).entries).toEqual([]);
  });

  it("leaves out names that no path can ask for", async () => {
    expect(names(await list("/data/assets/dots/"))).toEqual(["fine"]);
    expect(names(await list("/data/assets/unreachable/"))).toEqual([]);
  });

  it.each([
    [7, 7, true],
    [1000, 1000, true],
    [1203, 1203, false],
  ])("with the limit %s has %i entries, and truncated %s", async (maxEntries, count, truncated) => {
    const found = await list("/data/assets/many/", [mount], { maxEntries });
    expect([found.truncated, found.entries.length, new Set(names(found)).size]).toEqual([
      truncated,
      count,
      count,
    ]);
  });

  it("shows mounts further down as directories that hide what the storage has there", async () => {
    const mounts = [
      mount,
      mountAt(s3.url, { mount_path: "/data/assets/readme.md", prefix: "docs/" }),
      mountAt(s3.url, { mount_path: "/data/assets/docs/deep/er", prefix: "docs/" }),
      mountAt(s3.url, { mount_path: "/elsewhere" }),
    ];
    expect(names(await list("/data/assets/", mounts))).toContain("readme.md/");
    expect(names(await list("/data/assets/", mounts))).not.toContain("readme.md");
    expect(names(await list("/data/assets/", mounts)).filter((name) => name === "docs/")).toHaveLength(1);
    expect(names(await list("/data/assets/docs/", mounts))).toEqual(["deep/", "guide.md", "images/"]);
    expect(names(await list("/data/assets/docs/deep", mounts))).toEqual(["er/"]);
    expect(names(await list("/data/assets/readme.md", mounts))).toEqual(["guide.md", "images/"]);
  });

  it.each(["/data/assets/.", "/data/assets/..", "/data/assets/a\\b", "/data/assets/%2e%2e/x"])(
    "does not show a mount at %s, which no path reaches",
    async (mount_path) => {
      const mounts = [mountAt(s3.url, { prefix: "nothing/" }), mountAt(s3.url, { mount_path })];
      expect(names(await list("/data/assets/", mounts))).toEqual([]);
    },
  );

  it("that is cut off without a token says that it is truncated", async () => {
    const cut = listing("<IsTruncated>true</IsTruncated><Contents><Key>a</Key><Size>1</Size></Contents>");
    const found = await list("/data/assets/", [mount], responding(200, cut));
    expect([names(found), found.truncated]).toEqual([["a"], true]);
  });

  it("understands services that do not encode names, and those that write XML another way", async () => {
    const xml = `\uFEFF<?xml version='1.0'?>
      <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
        <Name>project-assets</Name><Prefix/><KeyCount>3</KeyCount>
        <Contents><Key>a+b %41 &amp;lt; &#x1F5D1;&#38;.txt</Key><Size>3</Size></Contents>
        <Contents><Size>4</Size><Owner><ID>x</ID></Owner><Key>second &nope; &#x110000;</Key></Contents>
        <CommonPrefixes>
          <Prefix>f&apos;&quot;&gt;/</Prefix>
        </CommonPrefixes>
        <IsTruncated>false</IsTruncated>
      </ListBucketResult>`;
    const { entries } = await list("/data/assets/", [mount], responding(200, xml));
    expect(entries).toEqual([
      { name: "a+b %41 &lt; 🗑&.txt", type: "file", size: 3, last_modified: "" },
      { name: "f'\">", type: "directory" },
      { name: "second &nope; &#x110000;", type: "file", size: 4, last_modified: "" },
    ]);
  });

  it("keeps a name that claims to be encoded and is not", async () => {
    const contents = "<Contents><Key>100%.txt</Key></Contents><Contents><Key>a+b%20c</Key></Contents>";
    const xml = listing("<EncodingType>url</EncodingType>", contents);
    expect(names(await list("/data/assets/", [mount], responding(200, xml)))).toEqual(["100%.txt", "a b c"]);
  });

  it("ignores names outside of what it asked for", async () => {
    const prefixes = "<CommonPrefixes><Prefix>secret/</Prefix></CommonPrefixes>";
    const xml = listing("<Contents><Key>secret/key.pem</Key></Contents>", prefixes);
    expect(names(await list("/data/assets/docs/", [mount], responding(200, xml)))).toEqual([]);
  });
});
