import { S3Failure } from "./failure.ts";

/** A decoded name and value of the query string, in the order received. */
export type QueryPair = readonly [name: string, value: string];

/** What a path-style request line addresses. An empty `key` means the bucket itself. */
export interface Address {
  /** The path, decoded once, with its leading slash: what a signature is computed over. */
  readonly path: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: readonly QueryPair[];
}

/**
 * Reads a request target by hand: `new URL` would fold `..` and `//`, which are ordinary characters in an object's key.
 */
export function parseAddress(target: string): Address {
  const mark = target.indexOf("?");
  const rawPath = mark < 0 ? target : target.slice(0, mark);
  if (!rawPath.startsWith("/")) throw new S3Failure(400, "InvalidURI", "Couldn't parse the specified URI.");
  const slash = rawPath.indexOf("/", 1);
  const bucket = decode(slash < 0 ? rawPath.slice(1) : rawPath.slice(1, slash));
  const key = slash < 0 ? "" : decode(rawPath.slice(slash + 1));
  if (Buffer.byteLength(key) > 1024) throw new S3Failure(400, "KeyTooLongError", "Your key is too long");
  return { path: decode(rawPath), bucket, key, query: mark < 0 ? [] : parseQuery(target.slice(mark + 1)) };
}

export function queryValue(query: readonly QueryPair[], name: string): string | undefined {
  return query.find(([candidate]) => candidate === name)?.[1];
}

function parseQuery(raw: string): QueryPair[] {
  return raw
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const equals = pair.indexOf("=");
      return equals < 0
        ? [decode(pair), ""]
        : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
    });
}

/** S3 reads a bare `+` as a space, in paths too; a plus sign in a key has to be sent as `%2B`. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new S3Failure(400, "InvalidURI", "Couldn't parse the specified URI.");
  }
}
