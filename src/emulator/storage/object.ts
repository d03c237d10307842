import { failure, failureOf, isMissing } from "./reply.ts";
import { send } from "./send.ts";
import type { Source } from "./source.ts";
import { objectUrl } from "./source.ts";
import { defaultTimeoutMs, withTimeLimit } from "./time-limit.ts";
import type { StorageOptions } from "./types.ts";

const passedHeaders = ["content-type", "content-length", "content-range", "etag", "last-modified"];

/** Streams an object; undefined when the bucket has none under the key. */
export async function serveObject(
  request: Request,
  source: Source,
  key: string,
  options: StorageOptions,
): Promise<Response | undefined> {
  const method = request.method === "HEAD" ? "HEAD" : "GET";
  const url = objectUrl(source, key);
  if (url === undefined) return undefined;
  const ask = (range: string | undefined) =>
    withTimeLimit(options.timeoutMs ?? defaultTimeoutMs, request.signal, (signal) =>
      send(source, { method, url, range }, options, signal),
    );
  const range = method === "GET" ? singleRange(request.headers) : undefined;
  let outcome = await ask(range);
  if ("response" in outcome && outcome.response.status === 206 && isEncoded(outcome.response)) {
    // The platform decodes what it receives, and cannot decode a part.
    await outcome.response.body?.cancel();
    outcome = await ask(undefined);
  }
  if ("refusal" in outcome) {
    return isMissing(outcome.refusal) ? undefined : failureOf(method, outcome.refusal);
  }
  const { response } = outcome;
  if (response.status !== 200 && (response.status !== 206 || range === undefined)) {
    await response.body?.cancel();
    return failure(method, 502);
  }
  const body = method === "HEAD" ? null : response.body;
  return new Response(body, { status: response.status, headers: objectHeaders(response) });
}

function objectHeaders(response: Response): Headers {
  const headers = new Headers({ "content-type": "application/octet-stream" });
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

/** A range that S3 understands. With `If-Range` the whole is sent, which is always a right answer to it. */
function singleRange(headers: Headers): string | undefined {
  const range = headers.get("range");
  if (range === null || headers.has("if-range")) return undefined;
  return /^bytes=(\d+-\d*|-\d+)$/.test(range) ? range : undefined;
}
