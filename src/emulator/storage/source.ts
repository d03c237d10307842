import type { FieldError } from "../http/reply.ts";
import { isAllowed, readEndpoint } from "./endpoint.ts";
import type { MountSource } from "./types.ts";

/** A mount's storage in a form that requests can be built on. */
export interface Source {
  /** Base URL of the service, without a trailing slash. */
  readonly base: string;
  readonly bucket: string;
  /** Empty for the whole bucket. */
  readonly prefix: string;
  /** Undefined: requests go out unsigned. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

/** Which names to list, and how many. */
export interface Listing {
  readonly prefix: string;
  readonly delimiter?: string;
  readonly maxKeys?: number;
  readonly continuationToken?: string | undefined;
}

/** The mount's storage, or the field that keeps it from being asked at all. No text repeats a value of the mount. */
export function readSource(mount: MountSource, allowed: readonly string[] | undefined): Source | FieldError {
  const {
    bucket,
    prefix = "",
    access_key_id: accessKeyId = "",
    secret_access_key: secretAccessKey = "",
  } = mount;
  const base = readEndpoint(mount.endpoint);
  if (base === undefined) {
    return refuse("endpoint", "must be an http or https URL without credentials, query or fragment");
  }
  if (!isAllowed(base, allowed))
    return refuse("endpoint", "is not among the endpoints that this emulator may use");
  if (!/^[a-z0-9][a-z0-9._-]{0,254}$/i.test(bucket)) return refuse("bucket", "is not a bucket's name");
  if (accessKeyId === "" && secretAccessKey !== "") {
    return refuse("access_key_id", "is needed together with secret_access_key");
  }
  if (accessKeyId !== "" && secretAccessKey === "") {
    return refuse("secret_access_key", "is needed together with access_key_id");
  }
  // The id becomes part of a header, `<id>/<date>/…, …`: anything else would break it or end up in the error.
  if (!/^[!-~]*$/.test(accessKeyId) || /[,/]/.test(accessKeyId)) {
    return refuse("access_key_id", "has a character that no access key id has");
  }
  const credentials = accessKeyId === "" ? undefined : { accessKeyId, secretAccessKey };
  const source = { base, bucket, prefix, credentials };
  if (objectUrl(source, `${prefix}x`) === undefined) {
    return refuse("prefix", "has a segment (. or ..) or a character that cannot be sent in a URL");
  }
  return source;
}

/** Address of an object; undefined for a key that a URL cannot carry, as `..` would be folded away on sending. */
export function objectUrl(
  { base, bucket }: Pick<Source, "base" | "bucket">,
  key: string,
): string | undefined {
  const encoded = key.split("/").map(encodePart);
  if (encoded.includes(undefined)) return undefined;
  const url = `${base}/${bucket}/${encoded.join("/")}`;
  return new URL(url).href === url ? url : undefined;
}

export function listUrl({ base, bucket }: Source, listing: Listing): string {
  const options = {
    "list-type": "2",
    // Names of objects may hold characters that XML cannot.
    "encoding-type": "url",
    prefix: listing.prefix,
    delimiter: listing.delimiter,
    "max-keys": listing.maxKeys?.toString(),
    "continuation-token": listing.continuationToken,
  };
  const query = Object.entries(options)
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([name, value]) => `${name}=${encodePart(String(value))}`);
  return `${base}/${bucket}?${query.join("&")}`;
}

/** Encodes all but RFC 3986's unreserved characters; undefined for text that is not well-formed Unicode. */
function encodePart(text: string): string | undefined {
  try {
    return encodeURIComponent(text).replace(
      /[!'()*]/g,
      (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  } catch {
    return undefined;
  }
}

function refuse(field: keyof MountSource, error: string): FieldError {
  return { field, error };
}
