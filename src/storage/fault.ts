import type { Rejection } from "./rejection.ts";
import type { Source } from "./source.ts";

/** The fields of a mount that can keep its storage from being read. */
export type StorageField = "endpoint" | "bucket" | "prefix" | "access_key_id" | "secret_access_key";

/**
 * What is wrong with a mount's storage.
 *
 * | code | meaning |
 * |---|---|
 * | `invalid_field` | the field cannot be used as it is; nothing was sent |
 * | `unknown_key` | the service does not know `access_key_id` |
 * | `suspended_key` | the key's account is suspended or closed |
 * | `expired_credentials` | the credentials were temporary and have expired |
 * | `wrong_secret` | `secret_access_key` is not the secret of `access_key_id` |
 * | `credentials_required` | the bucket is not public, and the mount has no credentials |
 * | `no_permission` | the key may not list the bucket, or not below the prefix |
 * | `unknown_bucket` | the service has no bucket of that name |
 * | `bucket_in_endpoint` | the endpoint holds a bucket's name, in its host name or path |
 * | `wrong_region` | the bucket is in another region than the endpoint |
 * | `clock_skew` | this machine's clock and the service's differ too much for signatures |
 * | `nothing_below_prefix` | the bucket can be listed, and no key begins with the prefix |
 * | `not_s3` | the endpoint does not respond as an S3-compatible service |
 * | `redirect` | the endpoint redirects to another address |
 * | `not_supported` | the service cannot list buckets the way mounts need it (`ListObjectsV2`) |
 * | `unavailable` | the service is overloaded or failing for now |
 * | `unreachable` | no response: no such host, nothing listens there, or no secure connection |
 * | `timeout` | no complete response in time |
 * | `rejected` | the service rejects the request with a code that is none of the above |
 */
export type StorageProblem =
  | "invalid_field"
  | "unknown_key"
  | "suspended_key"
  | "expired_credentials"
  | "wrong_secret"
  | "credentials_required"
  | "no_permission"
  | "unknown_bucket"
  | "bucket_in_endpoint"
  | "wrong_region"
  | "clock_skew"
  | "nothing_below_prefix"
  | "not_s3"
  | "redirect"
  | "not_supported"
  | "unavailable"
  | "unreachable"
  | "timeout"
  | "rejected";

/** A problem and the field to change. No text holds a value of the mount, nor anything that the service wrote. */
export interface StorageFault {
  readonly field: StorageField;
  readonly code: StorageProblem;
  /** Reads on from the name of the field. */
  readonly error: string;
  /** What to do about it. */
  readonly advice: string;
}

type Known = Exclude<StorageProblem, "invalid_field">;

/** The field to change, and what to do about it. */
const problems: Readonly<Record<Known, readonly [field: StorageField, advice: string]>> = {
  unknown_key: [
    "access_key_id",
    "Check that the key id is complete and belongs to this service. Temporary credentials do not work: a mount has no field for their session token.",
  ],
  suspended_key: ["access_key_id", "Use a key of an active account."],
  expired_credentials: ["access_key_id", "Use a long-lived key: a mount has no field for a session token."],
  wrong_secret: ["secret_access_key", "Check that the secret is complete and belongs to this key id."],
  credentials_required: [
    "access_key_id",
    "Give access_key_id and secret_access_key, or make the bucket public.",
  ],
  no_permission: [
    "access_key_id",
    "Allow the key to list the bucket (s3:ListBucket) and to read its objects (s3:GetObject).",
  ],
  unknown_bucket: ["bucket", "Check the bucket's name, and that the endpoint is the service that has it."],
  bucket_in_endpoint: [
    "endpoint",
    "Give the base URL of the service, without a bucket in its host name or path.",
  ],
  wrong_region: ["endpoint", "Give the endpoint of the region that the bucket is in."],
  clock_skew: ["endpoint", "Set the clock of this machine, or of the service if it is yours."],
  nothing_below_prefix: [
    "prefix",
    "Check the prefix: it is compared letter by letter, and begins without a slash.",
  ],
  not_s3: ["endpoint", "Give the base URL of the service's S3 API."],
  redirect: ["endpoint", "Give the address that it redirects to, if that is the service's S3 API."],
  not_supported: ["endpoint", "Use an S3-compatible service that supports ListObjectsV2."],
  unavailable: ["endpoint", "Try again later."],
  unreachable: ["endpoint", "Check the host name and the port, and that this machine may connect to them."],
  timeout: ["endpoint", "Check the host name and the port, or try again later."],
  rejected: ["endpoint", "Check the bucket and the endpoint, and what the key is allowed to do."],
};

const unknownKey = fault("unknown_key", "is not known to the storage service");
const suspendedKey = fault("suspended_key", "belongs to an account that the storage service has suspended");
const expired = fault("expired_credentials", "belongs to credentials that have expired");
const bucketUrl = fault("bucket_in_endpoint", "is the URL of the bucket");
const notS3 = fault("not_s3", "does not respond as an S3-compatible service");
const notSupported = fault("not_supported", "does not support listing the bucket");
export const nothingBelowPrefix = fault("nothing_below_prefix", "has no keys below it");

/** S3's codes and those of compatible services. */
const faultsByCode: Readonly<Record<string, StorageFault>> = {
  InvalidAccessKeyId: unknownKey,
  InvalidSecurity: unknownKey,
  InvalidToken: unknownKey,
  Unauthorized: unknownKey,
  AccountProblem: suspendedKey,
  UserSuspended: suspendedKey,
  NotSignedUp: suspendedKey,
  ExpiredToken: expired,
  TokenRefreshRequired: expired,
  SignatureDoesNotMatch: fault("wrong_secret", "does not belong to access_key_id"),
  NoSuchBucket: fault("unknown_bucket", "does not exist at the endpoint"),
  InvalidBucketName: fault("unknown_bucket", "is not a name that the storage service accepts"),
  AuthorizationHeaderMalformed: wrongRegion("the service does not name"),
  RequestTimeTooSkewed: fault("clock_skew", "has a clock that differs too much from this machine's"),
  NotImplemented: notSupported,
};

/** The field at fault when the storage service did not let the bucket be listed. */
export function faultOf({ status, code, region, bucket }: Rejection, source: Source): StorageFault {
  const known = code !== undefined && Object.hasOwn(faultsByCode, code) ? faultsByCode[code] : undefined;
  // A service that knows the keys to be wrong is right about that, however its URL looks.
  if (known?.field === "access_key_id" || known?.field === "secret_access_key") return known;
  if (namesBucket(source)) return bucketUrl;
  // It looked for another bucket, or for an object.
  if (code === "NoSuchKey" || (bucket !== undefined && bucket !== source.bucket))
    return fault("bucket_in_endpoint", "has a path or a host name that the service takes for a bucket");
  if (region !== undefined && (status === 301 || status === 307 || code === "AuthorizationHeaderMalformed"))
    return wrongRegion(`is in ${region}`);
  if (known !== undefined) return known;
  if (code === "AccessDenied" || (status === 401 && code !== undefined))
    return source.credentials === undefined
      ? fault("credentials_required", "is required: the bucket is not public")
      : fault("no_permission", "is not allowed to list the bucket, or not below the prefix");
  if (status === 0 || (status >= 300 && status < 400))
    return fault("redirect", "redirects to another address, which is not followed");
  if (status === 501) return notSupported;
  if (status >= 500 || status === 429) return fault("unavailable", `responded with status ${status}`);
  return code === undefined ? notS3 : fault("rejected", "rejects listing the bucket");
}

/** The field at fault when a response is not one of S3's. */
export function foreignResponse(source: Source): StorageFault {
  return namesBucket(source) ? bucketUrl : notS3;
}

/** The field at fault when there is no response. `lateAfterMs`: the time limit that was reached. */
export function noResponse(source: Source, lateAfterMs?: number): StorageFault {
  if (namesBucket(source)) return bucketUrl;
  return lateAfterMs === undefined
    ? fault("unreachable", "cannot be reached")
    : fault("timeout", `did not respond within ${lateAfterMs} ms`);
}

/** Whether the endpoint looks like the URL of the bucket itself: the first label of its host, or the end of its path. */
function namesBucket({ base, bucket }: Source): boolean {
  const { hostname, pathname } = new URL(base);
  return hostname.startsWith(`${bucket.toLowerCase()}.`) || pathname.endsWith(`/${bucket}`);
}

/** A field that no request can be made of. */
export function unusable(field: StorageField, error: string, advice: string): StorageFault {
  return { field, code: "invalid_field", error, advice };
}

function fault(code: Known, error: string): StorageFault {
  const [field, advice] = problems[code];
  return { field, code, error, advice };
}

function wrongRegion(where: string): StorageFault {
  return fault("wrong_region", `is of another region than the bucket, which ${where}`);
}
