import { mergeHeaders } from "../api/openapi-fetch.ts";
import { InvalidRequestError } from "../errors/leap0-error.ts";

/** Headers by their names in lower case. */
export type PlainHeaders = Readonly<Record<string, string>>;

type Given = Parameters<typeof mergeHeaders>[number];

/**
 * Merges headers, later ones over earlier ones. The key's header is refused, and the content type left out: both are
 * the client's own. The messages do not repeat a value.
 */
export function plainHeaders(authHeader: string, ...given: (Given | undefined)[]): PlainHeaders {
  let merged: Headers;
  try {
    merged = mergeHeaders(...(given as Given[]));
  } catch {
    throw new InvalidRequestError("headers must be strings without line breaks");
  }
  if (merged.has(authHeader))
    throw new InvalidRequestError(`headers must leave ${authHeader} to the client's apiKey`);
  merged.delete("content-type");
  return Object.fromEntries(merged);
}
