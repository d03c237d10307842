import { timingSafeEqual } from "node:crypto";
import type { Address } from "./address.ts";
import type { Claim } from "./claim.ts";
import { readClaim } from "./claim.ts";
import { accessDenied, S3Failure } from "./failure.ts";
import { canonicalRequest, sha256, signatureFor, stringToSign } from "./signature.ts";

/** A key pair that the server accepts. */
export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The buckets it may use; all of them when left out. */
  readonly buckets?: readonly string[];
}

/** A request as received, its body still in the transfer form that the payload hash covers. */
export interface Received {
  readonly method: string;
  readonly address: Address;
  /** By lower-case name; repeated headers joined by commas. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
}

export interface Verifier {
  readonly credentials: readonly Credential[];
  readonly region: string;
  readonly now: () => number;
}

export interface Caller {
  readonly via: Claim["via"];
  readonly credential: Credential;
}

const allowedSkewMs = 15 * 60_000;

/** The caller whose signature the request carries, undefined when it carries none; throws when it does not hold. */
export function authenticate(request: Received, verifier: Verifier): Caller | undefined {
  const claim = readClaim(request.address, (name) => request.headers.get(name));
  if (claim === undefined) return undefined;
  checkTime(claim, verifier.now());
  const credential = verifier.credentials.find(({ accessKeyId }) => accessKeyId === claim.accessKeyId);
  if (credential === undefined) {
    throw new S3Failure(403, "InvalidAccessKeyId", "The access key ID does not exist in our records.", {
      AWSAccessKeyId: claim.accessKeyId,
    });
  }
  checkRegion(claim, verifier.region);
  checkCoverage(claim, request.headers);
  checkSignature(claim, request, credential.secretAccessKey);
  checkPayload(claim.payloadHash, request.body);
  return { via: claim.via, credential };
}

function checkTime(claim: Claim, now: number): void {
  const fields = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(claim.timestamp);
  const signedAt = fields
    ? Date.parse(`${fields[1]}-${fields[2]}-${fields[3]}T${fields[4]}:${fields[5]}:${fields[6]}Z`)
    : Number.NaN;
  if (Number.isNaN(signedAt) || !claim.timestamp.startsWith(claim.scope.day)) {
    throw accessDenied("The signing date is missing, malformed or not the date of the credential");
  }
  if (
    claim.expiresIn === undefined ? Math.abs(now - signedAt) > allowedSkewMs : signedAt - now > allowedSkewMs
  ) {
    throw new S3Failure(
      403,
      "RequestTimeTooSkewed",
      "The request time and the server's time are too far apart.",
    );
  }
  if (claim.expiresIn !== undefined && now > signedAt + claim.expiresIn * 1000) {
    throw accessDenied("Request has expired");
  }
}

function checkRegion(claim: Claim, region: string): void {
  if (claim.scope.region === region) return;
  const code = claim.via === "header" ? "AuthorizationHeaderMalformed" : "AuthorizationQueryParametersError";
  const message = `The region '${claim.scope.region}' is wrong; expecting '${region}'`;
  throw new S3Failure(400, code, message, { Region: region });
}

/** An unsigned `x-amz-*` header could have been added on the way. */
function checkCoverage(claim: Claim, headers: ReadonlyMap<string, string>): void {
  const unsigned = [...headers.keys()].filter(
    (name) => name.startsWith("x-amz-") && !claim.signedHeaders.includes(name),
  );
  if (unsigned.length > 0) {
    throw new S3Failure(
      403,
      "AccessDenied",
      "There were headers present in the request which were not signed",
      {
        HeadersNotSigned: unsigned.join(", "),
      },
    );
  }
}

function checkSignature(claim: Claim, { method, address, headers }: Received, secretAccessKey: string): void {
  const canonical = canonicalRequest({
    method,
    path: address.path,
    query: address.query.filter(([name]) => name !== "X-Amz-Signature"),
    headers: [...claim.signedHeaders].sort().map((name) => [name, tidy(headers.get(name) ?? "")]),
    payloadHash: claim.payloadHash,
  });
  const text = stringToSign(claim.timestamp, claim.scope, canonical);
  const expected = Buffer.from(signatureFor(secretAccessKey, claim.scope, text));
  const provided = Buffer.from(claim.signature);
  if (expected.length === provided.length && timingSafeEqual(expected, provided)) return;
  // S3 really does send all of this back, which is why no proxy may pass its error documents on.
  const message = "The request signature we calculated does not match the signature you provided.";
  throw new S3Failure(403, "SignatureDoesNotMatch", message, {
    AWSAccessKeyId: claim.accessKeyId,
    StringToSign: text,
    SignatureProvided: claim.signature,
    CanonicalRequest: canonical,
  });
}

function checkPayload(hash: string, body: Uint8Array): void {
  if (hash === "UNSIGNED-PAYLOAD" || hash === "STREAMING-UNSIGNED-PAYLOAD-TRAILER") return;
  if (hash.startsWith("STREAMING-"))
    throw new S3Failure(501, "NotImplemented", "Signed chunks are not supported");
  if (hash !== sha256(body)) {
    throw new S3Failure(
      400,
      "XAmzContentSHA256Mismatch",
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
}

function tidy(value: string): string {
  return value.trim().replace(/\s+/g, " ");
}
