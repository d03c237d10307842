import type { IncomingMessage } from "node:http";
import { crc32 } from "node:zlib";
import { S3Failure } from "./failure.ts";

const largestBody = 64 * 1024 * 1024;

export async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) throw new S3Failure(400, "EntityTooLarge", "The upload is larger than 64 MiB.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The object that an upload means, its checksum checked: SDKs send streams as `aws-chunked` with a trailer. */
export function uploadedObject(headers: ReadonlyMap<string, string>, body: Buffer): Buffer {
  const chunked = headers.get("x-amz-content-sha256") === "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  const { object, trailers } = chunked
    ? decodeAwsChunked(body)
    : { object: body, trailers: new Map<string, string>() };
  const stated = headers.get("x-amz-decoded-content-length");
  if (chunked && stated !== String(object.length)) throw incomplete();
  const checksum = trailers.get("x-amz-checksum-crc32") ?? headers.get("x-amz-checksum-crc32");
  if (checksum !== undefined && checksum !== crc32Base64(object)) {
    throw new S3Failure(400, "BadDigest", "The CRC32 you specified did not match the calculated checksum.");
  }
  return object;
}

/** `size CRLF data CRLF …, 0 CRLF, trailer CRLF …, CRLF`, the sizes in hexadecimal. */
function decodeAwsChunked(body: Buffer): { object: Buffer; trailers: Map<string, string> } {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = body.indexOf("\r\n", at);
    const line = lineEnd < 0 ? "" : body.toString("latin1", at, lineEnd);
    if (!/^[0-9a-f]{1,8}$/i.test(line)) throw incomplete();
    const size = Number.parseInt(line, 16);
    at = lineEnd + 2;
    if (size === 0) break;
    if (body.toString("latin1", at + size, at + size + 2) !== "\r\n") throw incomplete();
    parts.push(body.subarray(at, at + size));
    at += size + 2;
  }
  const trailers = new Map<string, string>();
  for (const line of body.toString("latin1", at).split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { object: Buffer.concat(parts), trailers };
}

function incomplete(): S3Failure {
  return new S3Failure(
    400,
    "IncompleteBody",
    "The body is not the aws-chunked stream that its headers promise.",
  );
}

function crc32Base64(data: Buffer): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(data));
  return sum.toString("base64");
}
