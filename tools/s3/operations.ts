import type { QueryPair } from "./address.ts";
import { queryValue } from "./address.ts";
import type { Caller, Received } from "./authenticate.ts";
import { accessDenied, noSuchBucket, notImplemented } from "./failure.ts";
import { listObjects } from "./list.ts";
import type { Answer } from "./object.ts";
import { deleteObject, readObject, writeObject } from "./object.ts";
import type { Bucket } from "./store.ts";

const listOptions = [
  "list-type",
  "prefix",
  "delimiter",
  "max-keys",
  "continuation-token",
  "start-after",
  "encoding-type",
  "fetch-owner",
];

/** Routes an authenticated (or anonymous) request to what it does to a bucket or an object. */
export function perform(
  buckets: ReadonlyMap<string, Bucket>,
  request: Received,
  caller: Caller | undefined,
  now: number,
): Answer {
  const { method, address } = request;
  if (address.bucket === "") throw notImplemented("listing the buckets");
  const bucket = buckets.get(address.bucket);
  if (bucket === undefined) throw noSuchBucket(address.bucket);
  const reads = method === "GET" || method === "HEAD";
  if (caller === undefined && !(bucket.public && reads)) throw accessDenied();
  if (caller?.credential.buckets?.includes(bucket.name) === false) throw accessDenied();

  if (address.key === "") return performOnBucket(bucket, request);
  refuseUnknown(address.query, ["x-id"]);
  if (reads) return readObject(bucket, request);
  if (method === "PUT") return writeObject(bucket, request, now);
  if (method === "DELETE") return deleteObject(bucket, request);
  throw notImplemented(`${method} on an object`);
}

function performOnBucket(bucket: Bucket, { method, address }: Received): Answer {
  if (method === "HEAD") return { status: 200, headers: {} };
  if (method !== "GET") throw notImplemented(`${method} on a bucket`);
  if (queryValue(address.query, "list-type") !== "2")
    throw notImplemented("GET on a bucket without list-type=2");
  refuseUnknown(address.query, listOptions);
  return {
    status: 200,
    headers: { "content-type": "application/xml" },
    body: listObjects(bucket, address.query),
  };
}

/** A parameter that is silently ignored would let a client believe in an answer that it did not get. */
function refuseUnknown(query: readonly QueryPair[], known: readonly string[]): void {
  const unknown = query.find(([name]) => !known.includes(name) && !/^x-amz-/i.test(name));
  if (unknown !== undefined) throw notImplemented(`the parameter ${unknown[0]}`);
}
