import type { Address } from "./address.ts";
import { queryValue } from "./address.ts";
import { S3Failure } from "./failure.ts";
import type { Scope } from "./signature.ts";

/** What a request says about who signed it, before any of it is believed. */
export interface Claim {
  readonly via: "header" | "query";
  readonly accessKeyId: string;
  readonly scope: Scope;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** Basic ISO 8601, such as `20260425T101500Z`. */
  readonly timestamp: string;
  /** Seconds that a presigned URL is good for; undefined for a signature in the header. */
  readonly expiresIn?: number;
  readonly payloadHash: string;
}

const algorithm = "AWS4-HMAC-SHA256";

/** Undefined for an anonymous request: neither an `Authorization` header nor `X-Amz-Algorithm` in the query. */
export function readClaim(address: Address, header: (name: string) => string | undefined): Claim | undefined {
  const authorization = header("authorization");
  const inQuery = queryValue(address.query, "X-Amz-Algorithm");
  if (authorization !== undefined && inQuery !== undefined) {
    throw new S3Failure(400, "InvalidArgument", "Only one auth mechanism allowed");
  }
  if (authorization !== undefined) return claimFromHeader(authorization, header);
  return inQuery === undefined ? undefined : claimFromQuery(inQuery, address, header);
}

function claimFromHeader(authorization: string, header: (name: string) => string | undefined): Claim {
  if (!authorization.startsWith(`${algorithm} `)) {
    throw new S3Failure(400, "InvalidRequest", "The authorization mechanism is not supported: use SigV4.");
  }
  const parts = new Map(
    authorization
      .slice(algorithm.length)
      .split(",")
      .map((part) => {
        const equals = part.indexOf("=");
        return [part.slice(0, equals).trim(), part.slice(equals + 1).trim()];
      }),
  );
  const timestamp = header("x-amz-date");
  const payloadHash = header("x-amz-content-sha256");
  if (timestamp === undefined) throw new S3Failure(403, "AccessDenied", "AWS authentication needs a date");
  if (payloadHash === undefined) {
    throw new S3Failure(400, "InvalidRequest", "Missing required header: x-amz-content-sha256");
  }
  const malformed = "AuthorizationHeaderMalformed";
  return {
    via: "header",
    ...readCredential(parts.get("Credential"), malformed),
    signedHeaders: readSignedHeaders(parts.get("SignedHeaders"), malformed),
    signature: parts.get("Signature") ?? "",
    timestamp,
    payloadHash,
  };
}

function claimFromQuery(
  stated: string,
  { query }: Address,
  header: (name: string) => string | undefined,
): Claim {
  const malformed = "AuthorizationQueryParametersError";
  const fail = (what: string) => new S3Failure(400, malformed, what);
  if (stated !== algorithm) throw fail(`X-Amz-Algorithm only supports "${algorithm}"`);
  const expires = queryValue(query, "X-Amz-Expires") ?? "";
  if (!/^\d{1,6}$/.test(expires) || Number(expires) < 1 || Number(expires) > 604_800) {
    throw fail("X-Amz-Expires must be between 1 and 604800 seconds");
  }
  return {
    via: "query",
    ...readCredential(queryValue(query, "X-Amz-Credential"), malformed),
    signedHeaders: readSignedHeaders(queryValue(query, "X-Amz-SignedHeaders"), malformed),
    signature: queryValue(query, "X-Amz-Signature") ?? "",
    timestamp: queryValue(query, "X-Amz-Date") ?? "",
    expiresIn: Number(expires),
    payloadHash:
      queryValue(query, "X-Amz-Content-Sha256") ?? header("x-amz-content-sha256") ?? "UNSIGNED-PAYLOAD",
  };
}

function readCredential(credential: string | undefined, malformed: string) {
  const [accessKeyId, day, region, service, terminator, more] = (credential ?? "").split("/");
  if (
    !accessKeyId ||
    !day ||
    !region ||
    service !== "s3" ||
    terminator !== "aws4_request" ||
    more !== undefined
  ) {
    throw new S3Failure(400, malformed, "The credential must be key/date/region/s3/aws4_request");
  }
  return { accessKeyId, scope: { day, region, service } };
}

function readSignedHeaders(list: string | undefined, malformed: string): string[] {
  const names = (list ?? "").split(";");
  if (!names.includes("host")) throw new S3Failure(400, malformed, "The host header has to be signed");
  return names;
}
