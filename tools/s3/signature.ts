import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { S3Error } from "./xml.ts";

/** A key pair that the server accepts, and what it may do. */
export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The buckets it may use. Default: all of them. */
  readonly buckets?: readonly string[];
  /** Whether it may list, and whether it may read objects: two rights. Default `true`. */
  readonly list?: boolean;
  readonly read?: boolean;
  /** A code, such as `ExpiredToken`, that each of its requests is rejected with. */
  readonly rejectedWith?: string;
}

/** What of a request a signature covers. */
export interface Signable {
  readonly method: string;
  /** Decoded path; S3 encodes it exactly once. */
  readonly path: string;
  /** Decoded names and values. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface Verifier {
  readonly credentials: readonly Credential[];
  readonly region: string;
  readonly now: () => number;
}

const quarterOfAnHour = 15 * 60_000;
const emptyBodyHash = sha256("");

/**
 * Whose AWS Signature Version 4 the request carries in its header; undefined for an anonymous request. Checks come in
 * the order of S3: form, time, key, region, coverage, signature.
 */
export function authenticate(request: Signable, verifier: Verifier): Credential | undefined {
  const { authorization, "x-amz-date": timestamp = "", "x-amz-content-sha256": payload } = request.headers;
  if (authorization === undefined) return undefined;
  const claim =
    /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/(\d{8})\/([\w-]+)\/s3\/aws4_request, *SignedHeaders=([\w;-]+), *Signature=([0-9a-f]{64})$/.exec(
      authorization,
    );
  const [, keyId = "", day = "", region = "", signedNames = "", signature = ""] = claim ?? [];
  const signed = signedNames.split(";");
  if (!signed.includes("host"))
    throw new S3Error(400, "AuthorizationHeaderMalformed", "The authorization header is malformed");
  const time = timestamp.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, "$1-$2-$3:$4:$5");
  if (!timestamp.startsWith(day) || Number.isNaN(Date.parse(time)))
    throw new S3Error(403, "AccessDenied", "The date is not the one of the credential");
  if (Math.abs(verifier.now() - Date.parse(time)) > quarterOfAnHour)
    throw new S3Error(403, "RequestTimeTooSkewed", "The times of request and server are too far apart");

  const credential = verifier.credentials.find(({ accessKeyId }) => accessKeyId === keyId);
  if (credential === undefined)
    throw new S3Error(403, "InvalidAccessKeyId", "The key is unknown", { AWSAccessKeyId: keyId });
  if (credential.rejectedWith !== undefined) {
    const status = credential.rejectedWith === "ExpiredToken" ? 400 : 403;
    throw new S3Error(status, credential.rejectedWith, "The key cannot be used", { Token: keyId });
  }
  if (region !== verifier.region) {
    const expecting = `The region '${region}' is wrong; expecting '${verifier.region}'`;
    throw new S3Error(400, "AuthorizationHeaderMalformed", expecting, { Region: verifier.region });
  }
  const unsigned = Object.keys(request.headers).filter(
    (name) => /^x-amz-/.test(name) && !signed.includes(name),
  );
  if (unsigned.length > 0 || payload !== emptyBodyHash)
    throw new S3Error(403, "AccessDenied", "There are x-amz headers, or a body, that are not signed");

  const canonical = canonicalRequest(request, signed, emptyBodyHash);
  const scope = [day, region, "s3", "aws4_request"];
  const text = ["AWS4-HMAC-SHA256", timestamp, scope.join("/"), sha256(canonical)].join("\n");
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${credential.secretAccessKey}`);
  if (!timingSafeEqual(hmac(key, text), Buffer.from(signature, "hex"))) {
    // S3 really does send all of this back, which is why its error documents must not be passed on.
    throw new S3Error(403, "SignatureDoesNotMatch", "The signature is another one", {
      AWSAccessKeyId: keyId,
      StringToSign: text,
      SignatureProvided: signature,
      CanonicalRequest: canonical,
    });
  }
  return credential;
}

function canonicalRequest(request: Signable, signed: readonly string[], payload: string): string {
  const query = request.query
    .map(([name, value]) => `${uriEncode(name)}=${uriEncode(value)}`)
    .sort()
    .join("&");
  const headers = [...signed]
    .sort()
    .map((name) => `${name}:${(request.headers[name] ?? "").trim().replace(/\s+/g, " ")}`);
  const path = uriEncode(request.path).replaceAll("%2F", "/");
  return [request.method, path, query, ...headers, "", signed.join(";"), payload].join("\n");
}

/** RFC 3986 encoding: everything but the unreserved characters, the slash included. */
export function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
