import type { Received } from "./authenticate.ts";
import { uploadedObject } from "./body.ts";
import { noSuchKey, notImplemented, S3Failure } from "./failure.ts";
import { readRange } from "./range.ts";
import type { Bucket, StoredObject } from "./store.ts";
import { storeObject } from "./store.ts";

/** An answer before it is written: for HEAD the body is dropped, its length stays. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

export function readObject(bucket: Bucket, { address, headers }: Received): Answer {
  const object = bucket.objects.get(address.key);
  if (object === undefined) throw noSuchKey(address.key);
  const about = describe(object);
  if (matches(headers.get("if-none-match"), object)) return { status: 304, headers: about };
  const wanted = headers.get("if-match");
  if (wanted !== undefined && !matches(wanted, object)) {
    throw new S3Failure(412, "PreconditionFailed", "The precondition If-Match did not hold");
  }
  const range = readRange(headers.get("range"), object.body.length);
  if (range === undefined) return { status: 200, headers: about, body: object.body };
  const body = object.body.subarray(range.first, range.last + 1);
  const contentRange = `bytes ${range.first}-${range.last}/${object.body.length}`;
  return { status: 206, headers: { ...about, "content-range": contentRange }, body };
}

export function writeObject(bucket: Bucket, { address, headers, body }: Received, now: number): Answer {
  for (const name of ["x-amz-copy-source", "if-none-match", "if-match"]) {
    if (headers.has(name)) throw notImplemented(`PUT with ${name}`);
  }
  const contentEncoding = (headers.get("content-encoding") ?? "")
    .split(",")
    .map((coding) => coding.trim())
    .filter((coding) => coding !== "" && coding !== "aws-chunked")
    .join(",");
  const object = storeObject(uploadedObject(headers, Buffer.from(body)), {
    lastModified: new Date(now),
    contentType: headers.get("content-type") ?? "binary/octet-stream",
    metadata: Object.fromEntries([...headers].filter(([name]) => name.startsWith("x-amz-meta-"))),
    ...(contentEncoding === "" ? {} : { contentEncoding }),
  });
  bucket.objects.set(address.key, object);
  return { status: 200, headers: { etag: object.etag } };
}

/** Deleting what is not there succeeds, as on S3. */
export function deleteObject(bucket: Bucket, { address }: Received): Answer {
  bucket.objects.delete(address.key);
  return { status: 204, headers: {} };
}

function describe(object: StoredObject): Record<string, string> {
  return {
    "accept-ranges": "bytes",
    "content-type": object.contentType,
    etag: object.etag,
    "last-modified": object.lastModified.toUTCString(),
    ...(object.contentEncoding === undefined ? {} : { "content-encoding": object.contentEncoding }),
    ...object.metadata,
  };
}

function matches(header: string | undefined, { etag }: StoredObject): boolean {
  return (header ?? "").split(",").some((tag) => tag.trim() === "*" || tag.trim() === etag);
}
