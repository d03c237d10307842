import { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keys, oddKeys, sdkFor } from "../../../tools/s3/clients.ts";
import type { S3Server } from "../../../tools/s3/index.ts";
import { startS3 } from "../../../tools/s3/index.ts";

const Bucket = "project-assets";

describe("@aws-sdk/client-s3 against the S3 server for tests", () => {
  let server: S3Server;
  let client: S3Client;

  beforeAll(async () => {
    server = await startS3({
      buckets: {
        [Bucket]: {
          objects: { "docs/readme.md": { body: "0123456789", contentType: "text/markdown" }, empty: "" },
        },
        "public-assets": { public: true, objects: { "hello.txt": "hello" } },
      },
      credentials: [
        keys,
        { accessKeyId: "narrow-key", secretAccessKey: "narrow", buckets: ["public-assets"] },
      ],
    });
    client = sdkFor(server);
  });

  afterAll(async () => {
    client.destroy();
    await server.close();
  });

  it("reads a seeded object with its type, length, tag and date", async () => {
    const answer = await client.send(new GetObjectCommand({ Bucket, Key: "docs/readme.md" }));
    expect(await answer.Body?.transformToString()).toBe("0123456789");
    expect(answer).toMatchObject({ ContentType: "text/markdown", ContentLength: 10, AcceptRanges: "bytes" });
    expect(answer.ETag).toBe('"781e5e245d69b566979b86e28d23f2c7"');
    expect(answer.LastModified).toBeInstanceOf(Date);
  });

  it.each(oddKeys)("stores, describes, lists, reads and deletes the key %j", async (Key) => {
    await client.send(
      new PutObjectCommand({ Bucket, Key, Body: `content of ${Key}`, Metadata: { origin: "test" } }),
    );
    const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head).toMatchObject({
      ContentLength: Buffer.byteLength(`content of ${Key}`),
      Metadata: { origin: "test" },
    });
    const got = await client.send(new GetObjectCommand({ Bucket, Key }));
    expect(await got.Body?.transformToString()).toBe(`content of ${Key}`);
    const listed = await client.send(new ListObjectsV2Command({ Bucket, Prefix: Key }));
    expect(listed.Contents?.map((object) => object.Key)).toEqual([Key]);
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    await expect(client.send(new GetObjectCommand({ Bucket, Key }))).rejects.toMatchObject({
      name: "NoSuchKey",
    });
  });

  it("stores every byte of a stream that is sent in chunks with a checksum in the trailer", async () => {
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, at) => (at * 31 + (at >> 8)) & 0xff));
    const Body = Readable.from([bytes.subarray(0, 70_001), bytes.subarray(70_001)]);
    await client.send(new PutObjectCommand({ Bucket, Key: "stream.bin", Body, ContentLength: bytes.length }));
    const got = await client.send(new GetObjectCommand({ Bucket, Key: "stream.bin" }));
    expect(got.ContentEncoding).toBeUndefined();
    expect(Buffer.compare(Buffer.from((await got.Body?.transformToByteArray()) ?? []), bytes)).toBe(0);
  });

  it.each([
    ["bytes=2-4", "234", "bytes 2-4/10"],
    ["bytes=7-", "789", "bytes 7-9/10"],
    ["bytes=-3", "789", "bytes 7-9/10"],
    ["bytes=-99", "0123456789", "bytes 0-9/10"],
    ["bytes=8-99", "89", "bytes 8-9/10"],
  ])("answers the range %s with 206 and that part", async (Range, text, ContentRange) => {
    const answer = await client.send(new GetObjectCommand({ Bucket, Key: "docs/readme.md", Range }));
    expect(answer.$metadata.httpStatusCode).toBe(206);
    expect(answer).toMatchObject({ ContentRange, ContentLength: text.length });
    expect(await answer.Body?.transformToString()).toBe(text);
  });

  it.each([
    ["docs/readme.md", "bytes=10-"],
    ["docs/readme.md", "bytes=-0"],
    ["empty", "bytes=0-"],
  ])("refuses of %s the range %s with 416", async (Key, Range) => {
    await expect(client.send(new GetObjectCommand({ Bucket, Key, Range }))).rejects.toMatchObject({
      name: "InvalidRange",
      $metadata: { httpStatusCode: 416 },
    });
  });

  it.each(["bytes=0-1,4-5", "bytes=5-2", "bytes=-", "lines=1-2"])("ignores the range %s", async (Range) => {
    const answer = await client.send(new GetObjectCommand({ Bucket, Key: "docs/readme.md", Range }));
    expect(answer.$metadata.httpStatusCode).toBe(200);
    expect(await answer.Body?.transformToString()).toBe("0123456789");
  });

  it("answers 304 and 412 to conditions", async () => {
    const { ETag } = await client.send(new HeadObjectCommand({ Bucket, Key: "docs/readme.md" }));
    const get = (condition: object) =>
      client.send(new GetObjectCommand({ Bucket, Key: "docs/readme.md", ...condition }));
    await expect(get({ IfNoneMatch: ETag })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
    await expect(get({ IfMatch: '"other"' })).rejects.toMatchObject({ name: "PreconditionFailed" });
    await expect(get({ IfMatch: ETag, IfNoneMatch: '"other"' })).resolves.toBeDefined();
  });

  it("names missing buckets, wrong keys and wrong secrets as S3 does", async () => {
    const list = (sdk: S3Client, bucket = Bucket) => sdk.send(new ListObjectsV2Command({ Bucket: bucket }));
    await expect(list(client, "no-such-bucket")).rejects.toMatchObject({
      name: "NoSuchBucket",
      $metadata: { httpStatusCode: 404 },
    });
    await expect(list(sdkFor(server, { ...keys, accessKeyId: "other" }))).rejects.toMatchObject({
      name: "InvalidAccessKeyId",
      $metadata: { httpStatusCode: 403 },
    });
    await expect(list(sdkFor(server, { ...keys, secretAccessKey: "other" }))).rejects.toMatchObject({
      name: "SignatureDoesNotMatch",
    });
    await expect(list(sdkFor(server, keys, "eu-north-1"))).rejects.toMatchObject({
      name: "AuthorizationHeaderMalformed",
      Region: "us-east-1",
    });
  });

  it("keeps a key pair to the buckets that it was given", async () => {
    const narrow = sdkFor(server, { accessKeyId: "narrow-key", secretAccessKey: "narrow" });
    await expect(narrow.send(new HeadBucketCommand({ Bucket: "public-assets" }))).resolves.toBeDefined();
    await expect(narrow.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({
      name: "AccessDenied",
    });
  });

  it("lets anyone read and list a public bucket, and nobody write to it without credentials", async () => {
    const anonymous = new S3Client({
      endpoint: server.url,
      region: "us-east-1",
      forcePathStyle: true,
      credentials: keys,
      signer: { sign: async (request) => request },
    });
    const from = { Bucket: "public-assets", Key: "hello.txt" };
    expect(await (await anonymous.send(new GetObjectCommand(from))).Body?.transformToString()).toBe("hello");
    expect((await anonymous.send(new ListObjectsV2Command({ Bucket: "public-assets" }))).KeyCount).toBe(1);
    const denied = { name: "AccessDenied", $metadata: { httpStatusCode: 403 } };
    await expect(anonymous.send(new PutObjectCommand({ ...from, Body: "x" }))).rejects.toMatchObject(denied);
    await expect(anonymous.send(new DeleteObjectCommand(from))).rejects.toMatchObject(denied);
    await expect(anonymous.send(new GetObjectCommand({ Bucket, Key: "empty" }))).rejects.toMatchObject(
      denied,
    );
    expect(server.requests.at(-1)).toMatchObject({ auth: "anonymous", key: "empty", status: 403 });
  });

  it("logs every request without keys or signatures", async () => {
    await client.send(new GetObjectCommand({ Bucket, Key: "docs/readme.md", Range: "bytes=0-1" }));
    expect(server.requests.at(-1)).toEqual({
      method: "GET",
      bucket: Bucket,
      key: "docs/readme.md",
      query: { "x-id": "GetObject" },
      range: "bytes=0-1",
      auth: "header",
      status: 206,
    });
    expect(JSON.stringify(server.requests)).not.toMatch(/storage-key|secret|Signature|[0-9a-f]{64}/);
  });

  it("pages through a listing without losing or repeating a name", async () => {
    const paged = await startS3({
      buckets: { [Bucket]: { objects: Object.fromEntries(oddKeys.map((key) => [key, "x"])) } },
      credentials: [keys],
    });
    const sdk = sdkFor(paged);
    const names = async (options: object) => {
      const found: string[] = [];
      for await (const page of paginateListObjectsV2({ client: sdk, pageSize: 2 }, { Bucket, ...options })) {
        for (const { Key } of page.Contents ?? []) found.push(String(Key));
        for (const { Prefix } of page.CommonPrefixes ?? []) found.push(String(Prefix));
      }
      return found.sort();
    };
    expect(await names({})).toEqual([...oddKeys].sort());
    const top = oddKeys.map((key) => (key.includes("/") ? key.slice(0, key.indexOf("/") + 1) : key));
    expect(await names({ Delimiter: "/" })).toEqual([...new Set(top)].sort());
    expect(await names({ Prefix: "double/", Delimiter: "/" })).toEqual(["double//"]);
    await paged.close();
  });
});
