import { invalid } from "../errors/leap0-error.ts";

/** Headers by their names in lower case. */
export type PlainHeaders = Readonly<Record<string, string>>;

/** As a caller gives them; `null` removes one that came before. */
type Given = HeadersInit | Readonly<Record<string, unknown>> | undefined;

/**
 * Merges headers, later ones over earlier ones. The key's header is rejected and the content type left out: the client
 * sets both. No message repeats a value.
 */
export function plainHeaders(authHeader: string, ...given: Given[]): PlainHeaders {
  const merged = new Headers();
  try {
    for (const each of given)
      for (const [name, value] of entriesOf(each)) {
        if (value === null) merged.delete(name);
        else if (value !== undefined) merged.set(name, String(value));
      }
  } catch {
    throw invalid("headers", "headers must be strings without line breaks");
  }
  if (merged.has(authHeader)) throw invalid("headers", `headers must leave ${authHeader} to apiKey`);
  merged.delete("content-type");
  return Object.fromEntries(merged);
}

// An iterable is what the platform takes: a Headers object, or pairs.
const entriesOf = (given: Given = {}): Iterable<[string, unknown]> =>
  Symbol.iterator in given ? new Headers(given as HeadersInit) : Object.entries(given);
