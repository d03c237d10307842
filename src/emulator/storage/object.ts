import { list } from "../../storage/list.ts";
import type { Rejection } from "../../storage/rejection.ts";
import { type Exchange, send } from "../../storage/send.ts";
import { objectUrl, type Source } from "../../storage/source.ts";
import { withTimeLimit } from "../../storage/time-limit.ts";
import { failure, failureOf, isMissing } from "./responses.ts";

const passedHeaders = ["content-type", "content-length", "content-range", "etag", "last-modified"];

/** Streams an object; undefined when the bucket has none under the key. */
export function serveObject(request: Request, source: Source, key: string): Promise<Response | undefined> {
  return withTimeLimit(source.timeoutMs, request.signal, (signal) =>
    readObject(request, source, key, signal),
  );
}

async function readObject(
  request: Request,
  source: Source,
  key: string,
  signal: AbortSignal,
): Promise<Response | undefined> {
  const method = request.method === "HEAD" ? "HEAD" : "GET";
  const url = objectUrl(source, key);
  if (url === undefined) return undefined;
  const ask = (how: { method: "GET" | "HEAD"; range?: string | undefined }) =>
    send(source, { url, ...how }, signal);

  const range = method === "GET" ? singleRange(request.headers) : undefined;
  let exchange = await ask({ method, range });
  if ("response" in exchange && exchange.response.status === 206 && isEncoded(exchange.response)) {
    // The platform decodes what it receives, and cannot decode a part.
    discard(exchange.response);
    exchange = await ask({ method });
  }
  if ("rejection" in exchange) {
    const { rejection } = exchange;
    if (isMissing(rejection)) return undefined;
    const needsSize = rejection.status === 416 && rejection.objectSize === undefined;
    return failureOf(
      method,
      needsSize ? { ...rejection, ...sizeFrom(await ask({ method: "HEAD" })) } : rejection,
    );
  }
  const { response } = exchange;
  const asked = response.status === 200 || (response.status === 206 && range !== undefined);
  if (!asked || !(hasHeaderOfS3(response) || (await isListed(source, key, signal)))) {
    discard(response);
    return failure(method, 502);
  }
  const body = method === "HEAD" ? null : response.body;
  return new Response(body, { status: response.status, headers: objectHeaders(response) });
}

/** Some services leave the size out of their 416; HEAD tells it. */
function sizeFrom(exchange: Exchange): Partial<Pick<Rejection, "objectSize">> {
  const length = "response" in exchange ? exchange.response.headers.get("content-length") : null;
  return length === null ? {} : { objectSize: Number(length) };
}

/**
 * Whether the response bears a mark of S3. Another server may have taken the address of the storage since the mount was
 * verified, and what it sends, such as a page with scripts, is no object.
 */
function hasHeaderOfS3({ headers }: Response): boolean {
  return [...headers.keys()].some((name) => name.startsWith("x-amz-") || name.startsWith("x-goog-"));
}

/** The same proof for services that send no such header, and where a platform hides it: the bucket lists the key. */
async function isListed(source: Source, key: string, signal: AbortSignal): Promise<boolean> {
  const page = await list(source, { prefix: key, maxKeys: 1 }, signal);
  // A key that may read and not list gets S3's own error document.
  if (page && "rejection" in page) return page.rejection.code === "AccessDenied";
  return page?.objects[0]?.key === key;
}

function discard(response: Response): void {
  response.body?.cancel().catch(() => {});
}

function objectHeaders(response: Response): Headers {
  const headers = new Headers({
    "content-type": "application/octet-stream",
    // No browser may take a text file for a page.
    "x-content-type-options": "nosniff",
  });
  for (const name of passedHeaders) {
    const value = response.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  // The length is that of the encoded form, which is not what goes out.
  if (isEncoded(response)) headers.delete("content-length");
  else headers.set("accept-ranges", "bytes");
  return headers;
}

function isEncoded(response: Response): boolean {
  return (response.headers.get("content-encoding") ?? "identity") !== "identity";
}

/** A range that S3 understands. With `If-Range` the whole is sent, which is always a right response to it. */
function singleRange(headers: Headers): string | undefined {
  const range = headers.get("range");
  if (range === null || headers.has("if-range")) return undefined;
  return /^bytes=(\d+-\d*|-\d+)$/.test(range) ? range : undefined;
}
