import { InvalidRequestError } from "../errors/leap0-error.ts";
import { createQuerySerializer } from "./openapi-fetch.ts";

// How values are written into a request. No message repeats a value that does not fit: it may be a secret.

/** The text of a body; none where there is no body. */
export function toJson(body: unknown): string | undefined {
  try {
    return JSON.stringify(body);
  } catch {
    throw new InvalidRequestError("a body must be JSON: no bigint, and nothing that holds itself");
  }
}

const serialize = /* @__PURE__ */ createQuerySerializer();

/** What stands behind the question mark. */
export function toSearch(query: object): string {
  try {
    return serialize(query);
  } catch {
    throw new InvalidRequestError("a query must be strings, numbers and booleans");
  }
}
