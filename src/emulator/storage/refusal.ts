import type { FieldError } from "../http/reply.ts";
import type { Refusal } from "./answers.ts";
import { namesBucket } from "./endpoint.ts";
import type { Source } from "./source.ts";

const wrongKey = { field: "access_key_id", error: "is not known to the storage service" };
const wrongSecret = { field: "secret_access_key", error: "does not belong to access_key_id" };
const noBucket = { field: "bucket", error: "does not exist at the endpoint" };

/** S3's codes and those of services that are compatible with it. */
const faults: Readonly<Record<string, FieldError>> = {
  InvalidAccessKeyId: wrongKey,
  InvalidSecurity: wrongKey,
  InvalidToken: wrongKey,
  Unauthorized: wrongKey,
  AccountProblem: {
    field: "access_key_id",
    error: "belongs to an account that the storage service has closed",
  },
  SignatureDoesNotMatch: wrongSecret,
  NoSuchBucket: noBucket,
  InvalidBucketName: { field: "bucket", error: "is not a name that the storage service accepts" },
  AuthorizationHeaderMalformed: {
    field: "endpoint",
    error: "wants signatures for a region that it does not name",
  },
  RequestTimeTooSkewed: { field: "endpoint", error: "has a clock that differs too much from the emulator's" },
};

const aboutKeys: readonly string[] = [wrongKey.field, wrongSecret.field];

/** The field at fault when the storage service did not let the bucket be listed. */
export function faultOf({ status, code, region }: Refusal, source: Source): FieldError {
  const fault = faults[code ?? ""];
  if (fault !== undefined && aboutKeys.includes(fault.field)) return fault;
  if (namesBucket(source.base, source.bucket)) return bucketUrl;
  if (fault !== undefined) return fault;
  if (code === "AccessDenied" || (status === 401 && code !== undefined)) return denied(source);
  if (status === 0 || (status >= 300 && status < 400)) return redirect(region);
  if (status >= 500 || status === 429)
    return { field: "endpoint", error: `answered with status ${status}; try again later` };
  if (code === undefined || code === "NoSuchKey") return notStorage;
  return { field: "endpoint", error: "refuses to list the bucket" };
}

/** The field at fault when the endpoint's answer is not one of S3's, or there is none. */
export function endpointFault(source: Source, error: string): FieldError {
  return namesBucket(source.base, source.bucket) ? bucketUrl : { field: "endpoint", error };
}

export const notStorage: FieldError = {
  field: "endpoint",
  error: "does not answer as an S3-compatible service: give the base URL of the service, without a bucket",
};

const bucketUrl: FieldError = {
  field: "endpoint",
  error: "is the URL of the bucket: give the base URL of the service, without the bucket's name",
};

function denied({ credentials }: Source): FieldError {
  const error =
    credentials === undefined
      ? "is needed: the bucket is not public"
      : "is not allowed to list the bucket, or not below the prefix";
  return { field: "access_key_id", error };
}

function redirect(region: string | undefined): FieldError {
  const hint = region === undefined ? "" : `; the bucket is in the region ${region}`;
  return { field: "endpoint", error: `redirects elsewhere, which is not followed${hint}` };
}
