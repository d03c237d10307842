import { createHash, createHmac } from "node:crypto";
import type { QueryPair } from "./address.ts";

/** The parts of a request that AWS Signature Version 4 covers. */
export interface Signable {
  readonly method: string;
  /** Decoded path; S3 encodes it exactly once. */
  readonly path: string;
  readonly query: readonly QueryPair[];
  /** The signed headers only, lower-cased and sorted. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly payloadHash: string;
}

/** Day, region and service that a signing key is good for. */
export interface Scope {
  readonly day: string;
  readonly region: string;
  readonly service: string;
}

export function canonicalRequest(request: Signable): string {
  const query = request.query
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
  return [
    request.method,
    uriEncode(request.path).replaceAll("%2F", "/"),
    query,
    ...request.headers.map(([name, value]) => `${name}:${value}`),
    "",
    request.headers.map(([name]) => name).join(";"),
    request.payloadHash,
  ].join("\n");
}

export function stringToSign(timestamp: string, scope: Scope, canonical: string): string {
  const credentialScope = `${scope.day}/${scope.region}/${scope.service}/aws4_request`;
  return ["AWS4-HMAC-SHA256", timestamp, credentialScope, sha256(canonical)].join("\n");
}

export function signatureFor(secretAccessKey: string, scope: Scope, text: string): string {
  const key = [scope.day, scope.region, scope.service, "aws4_request"].reduce<string | Buffer>(
    (key, part) => hmac(key, part),
    `AWS4${secretAccessKey}`,
  );
  return hmac(key, text).toString("hex");
}

export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** RFC 3986 encoding: everything but the unreserved characters, the slash included. */
export function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
