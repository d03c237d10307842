import { createHash } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { listening } from "../loopback.ts";
import { listObjects } from "./list.ts";
import { authenticate, type Credential, type Verifier } from "./signature.ts";
import { S3Error, xmlDocument } from "./xml.ts";

export interface S3Options {
  readonly buckets?: Readonly<Record<string, BucketSeed>>;
  readonly credentials?: readonly Credential[];
  /** The region that signatures must name. Default `us-east-1`. */
  readonly region?: string;
  /** Whether responses name the region in a header, as AWS's do, and not Ceph's or Swift's. Default `true`. */
  readonly regionHeader?: boolean;
  /** Whether a 416 states the size of the object, as AWS's does, and not Ceph's or Swift's. Default `true`. */
  readonly sizeIn416?: boolean;
  /** Milliseconds since 1970, for signature times and modification dates. Default `Date.now`. */
  readonly now?: () => number;
}

export interface BucketSeed {
  /** What anyone may do without credentials: list and read (`true`), or read alone. Default: nothing. */
  readonly public?: boolean | "read";
  readonly objects?: Readonly<Record<string, ObjectSeed>>;
}

/** An object as a test writes it down: its content alone, or with what S3 keeps beside it. */
export type ObjectSeed =
  | string
  | Uint8Array
  | { body: string | Uint8Array; contentType?: string; contentEncoding?: string; lastModified?: Date };

export interface StoredObject {
  readonly body: Uint8Array;
  readonly etag: string;
  readonly lastModified: Date;
  readonly contentType: string;
  readonly contentEncoding?: string;
}

/** A request that the server has responded to. Credentials and signatures are left out. */
export interface LoggedRequest {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: Readonly<Record<string, string>>;
  readonly range?: string;
  readonly auth: "header" | "anonymous";
  readonly status: number;
}

export interface S3Server {
  /** Base URL of the service, without a slash at the end. */
  readonly url: string;
  /** All requests, oldest first. */
  readonly requests: readonly LoggedRequest[];
  close(): Promise<void>;
}

/** What a request line addresses. An empty key means the bucket itself. */
interface Addressed {
  readonly bucket: string;
  readonly key: string;
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
}

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/**
 * Starts a service that buckets can be listed and read from over S3's protocol, in memory, on a free port of 127.0.0.1.
 *
 * @example
 * const s3 = await startS3({
 *   buckets: { "project-assets": { objects: { "docs/readme.md": "hello" } } },
 *   credentials: [{ accessKeyId: "key", secretAccessKey: "secret" }],
 * });
 */
export async function startS3(options: S3Options = {}): Promise<S3Server> {
  const { buckets = {}, credentials = [], region = "us-east-1", now = Date.now } = options;
  const verifier: Verifier = { credentials, region, now };
  const stored = new Map(Object.entries(buckets).map(([name, seed]) => [name, objectsOf(seed, now())]));
  const requests: LoggedRequest[] = [];
  const always = {
    "x-amz-request-id": "S3FORTESTS",
    ...(options.regionHeader === false ? {} : { "x-amz-bucket-region": region }),
  };

  function perform(incoming: IncomingMessage, { bucket, key, path, query }: Addressed): Reply {
    const { method = "" } = incoming;
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    );
    const caller = authenticate({ method, path, query, headers }, verifier);
    const objects = stored.get(bucket);
    if (objects === undefined)
      throw new S3Error(404, "NoSuchBucket", "There is no such bucket", { BucketName: bucket });
    if (!mayUse(caller, buckets[bucket]?.public, bucket, key === "" ? "list" : "read"))
      throw new S3Error(403, "AccessDenied", "Access Denied", { BucketName: bucket });
    if (method !== "GET" && method !== "HEAD")
      throw new S3Error(501, "NotImplemented", `There is no ${method}`);
    if (key === "") {
      const body = listObjects(bucket, objects, new Map(query));
      return { status: 200, headers: { "content-type": "application/xml" }, body };
    }
    const object = objects.get(key);
    if (object === undefined) throw new S3Error(404, "NoSuchKey", "There is no such key", { Key: key });
    return read(object, headers.range, options.sizeIn416 ?? true);
  }

  const server = createServer((incoming, outgoing) => {
    let received: Addressed = { bucket: "", key: "", path: "", query: [] };
    let reply: Reply;
    try {
      received = receive(incoming);
      reply = perform(incoming, received);
    } catch (error) {
      reply = errorDocument(error);
    }
    const { bucket, key, query } = received;
    const { method = "", headers } = incoming;
    requests.push({
      method,
      bucket,
      key,
      query: Object.fromEntries(query),
      ...(headers.range !== undefined && { range: headers.range }),
      auth: headers.authorization === undefined ? "anonymous" : "header",
      status: reply.status,
    });
    const length = { "content-length": Buffer.byteLength(reply.body) };
    outgoing.writeHead(reply.status, { ...always, ...reply.headers, ...length });
    outgoing.end(method === "HEAD" ? undefined : reply.body);
  });
  const { url, close } = await listening(server);
  return { url, requests, close };
}

function objectsOf({ objects = {} }: BucketSeed, now: number): Map<string, StoredObject> {
  const entries = Object.entries(objects).map(([key, seed]): [string, StoredObject] => {
    const about = typeof seed === "string" || seed instanceof Uint8Array ? { body: seed } : seed;
    const etag = `"${createHash("md5").update(about.body).digest("hex")}"`;
    const defaults = { contentType: "binary/octet-stream", lastModified: new Date(now) };
    return [key, { ...defaults, ...about, body: Buffer.from(about.body), etag }];
  });
  return new Map(entries);
}

/** Reads the path by hand: `new URL` would fold `..` and `//`, which are ordinary characters in a key. */
function receive({ url = "", headers }: IncomingMessage): Addressed {
  const [rawPath = ""] = url.split("?", 1);
  const path = decode(rawPath);
  const query = [...new URLSearchParams(url.slice(rawPath.length))];
  // A label before `localhost` is the bucket, as services take it that have buckets in host names.
  const host = (headers.host ?? "").replace(/:\d+$/, "");
  if (host.endsWith(".localhost"))
    return { bucket: host.slice(0, -".localhost".length), key: path.slice(1), path, query };
  const slash = `${path}/`.indexOf("/", 1);
  const key = path.slice(slash + 1);
  if (Buffer.byteLength(key) > 1024) throw new S3Error(400, "KeyTooLongError", "The key is too long");
  return { bucket: path.slice(1, slash), key, path, query };
}

/** S3 reads a bare `+` as a space, in paths too; a plus sign in a key has to be sent as `%2B`. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new S3Error(400, "InvalidURI", "The URL is not encoded as it has to be");
  }
}

function mayUse(
  caller: Credential | undefined,
  isPublic: BucketSeed["public"],
  bucket: string,
  right: "list" | "read",
): boolean {
  if (isPublic === true || (isPublic === "read" && right === "read")) return true;
  return caller !== undefined && caller[right] !== false && caller.buckets?.includes(bucket) !== false;
}

function read(object: StoredObject, rangeHeader: string | undefined, sizeIn416: boolean): Reply {
  const { body, contentType, contentEncoding, etag, lastModified } = object;
  const headers = {
    "accept-ranges": "bytes",
    "content-type": contentType,
    etag,
    "last-modified": lastModified.toUTCString(),
    ...(contentEncoding === undefined ? {} : { "content-encoding": contentEncoding }),
  };
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(rangeHeader ?? "") ?? [];
  // S3 ignores what is malformed, or asks for several ranges at once.
  if (from + to === "" || (from !== "" && to !== "" && Number(to) < Number(from)))
    return { status: 200, headers, body };
  const first = from === "" ? Math.max(0, body.length - Number(to)) : Number(from);
  const last = from === "" || to === "" ? body.length - 1 : Math.min(Number(to), body.length - 1);
  if (first > last) {
    const size = sizeIn416 ? { ActualObjectSize: String(body.length) } : {};
    throw new S3Error(416, "InvalidRange", "The range cannot be satisfied", size);
  }
  const part = { "content-range": `bytes ${first}-${last}/${body.length}` };
  return { status: 206, headers: { ...headers, ...part }, body: body.subarray(first, last + 1) };
}

function errorDocument(error: unknown): Reply {
  const { status, code, message, details } =
    error instanceof S3Error ? error : new S3Error(500, "InternalError", "There is a bug in this server");
  const elements = Object.entries({ Code: code, Message: message, ...details, RequestId: "S3FORTESTS" });
  return { status, headers: { "content-type": "application/xml" }, body: xmlDocument(["Error", elements]) };
}
