import type { MountRequest } from "../models.ts";
import { type StorageFault, type StorageField, unusable } from "./fault.ts";

/** A mount, as it is given to `mounts.add`. Only the fields that say how to read its storage are required. */
export type StorageMount = Pick<MountRequest, StorageField> & Partial<MountRequest>;

/** How storage is reached. */
export interface Reach {
  /** Sends the requests. Default: the platform's `fetch`. */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /**
   * Milliseconds for checking a mount or making a listing, all requests and bodies included, and for an object until
   * its body begins. Default 10,000.
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Remembers which region a service asked to have signed. Give the same map to every call; without one, a service in
   * an unusual region costs a second request each time.
   */
  readonly regions?: Map<string, string> | undefined;
}

/** A mount's storage in a form that requests can be built on. */
export interface Source extends Reach {
  /** Base URL of the service, without a slash at the end. */
  readonly base: string;
  readonly bucket: string;
  /** Empty for the whole bucket. */
  readonly prefix: string;
  /** Undefined: requests go out unsigned. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  readonly timeoutMs: number;
}

const bothOrNeither = "Give both, or neither for a public bucket.";

/** The mount's storage, or the field that makes a request impossible. No text repeats a value of the mount. */
export function readSource(mount: StorageMount, reach: Reach = {}): Source | StorageFault {
  const fields = {
    endpoint: mount.endpoint,
    bucket: mount.bucket,
    prefix: mount.prefix ?? "",
    access_key_id: mount.access_key_id ?? "",
    secret_access_key: mount.secret_access_key ?? "",
  };
  for (const [field, value] of Object.entries(fields))
    if (typeof value !== "string")
      return unusable(field as StorageField, "must be a string", "Give a string.");

  const { bucket, prefix, access_key_id: accessKeyId, secret_access_key: secretAccessKey } = fields;
  const base = readEndpoint(fields.endpoint);
  if (base === undefined)
    return unusable(
      "endpoint",
      "must be an http or https URL without credentials, query or fragment",
      "Give the base URL of the service.",
    );
  if (!/^[a-z0-9][a-z0-9._-]{0,254}$/i.test(bucket))
    return unusable("bucket", "is not a bucket's name", "Give the name alone, without a path or an address.");
  if (accessKeyId === "" && secretAccessKey !== "")
    return unusable("access_key_id", "is required together with secret_access_key", bothOrNeither);
  if (accessKeyId !== "" && secretAccessKey === "")
    return unusable("secret_access_key", "is required together with access_key_id", bothOrNeither);
  // The id becomes part of a header, `<id>/<date>/…, …`: anything else would break it or end up in the error.
  if (!/^[!-~]*$/.test(accessKeyId) || /[,/]/.test(accessKeyId))
    return unusable(
      "access_key_id",
      "has a character that no access key id has",
      "Check that the key id was copied alone.",
    );

  const credentials = accessKeyId === "" ? undefined : { accessKeyId, secretAccessKey };
  const { fetch, regions, timeoutMs = 10_000 } = reach;
  const source = { base, bucket, prefix, credentials, fetch, regions, timeoutMs };
  if (objectUrl(source, `${prefix}x`) === undefined)
    return unusable(
      "prefix",
      "has a segment (. or ..) or a character that cannot be sent in a URL",
      "Keys with such a segment cannot be mounted: choose another prefix.",
    );
  return source;
}

/** Address of an object; undefined for a key that a URL cannot carry: `..` would be folded away on sending. */
export function objectUrl(
  { base, bucket }: Pick<Source, "base" | "bucket">,
  key: string,
): string | undefined {
  const encoded = key.split("/").map(encodePart);
  if (encoded.includes(undefined)) return undefined;
  const url = `${base}/${bucket}/${encoded.join("/")}`;
  return new URL(url).href === url ? url : undefined;
}

/** Encodes all but RFC 3986's unreserved characters; undefined for text that is not well-formed Unicode. */
export function encodePart(text: string): string | undefined {
  try {
    return encodeURIComponent(text).replace(
      /[!'()*]/g,
      (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  } catch {
    return undefined;
  }
}

/**
 * The base URL that a mount's endpoint means, without a slash at the end; undefined when no request can be built on it:
 * another scheme, a query, a fragment, or credentials inside.
 */
export function readEndpoint(endpoint: string): string | undefined {
  if (!URL.canParse(endpoint)) return undefined;
  const { protocol, origin, pathname, search, hash, username, password } = new URL(endpoint);
  if (protocol !== "https:" && protocol !== "http:") return undefined;
  if (search !== "" || hash !== "" || username !== "" || password !== "") return undefined;
  // A loop, since `/\/+$/` takes quadratic time on a path of many slashes.
  let end = pathname.length;
  while (pathname[end - 1] === "/") end -= 1;
  return origin + pathname.slice(0, end);
}
