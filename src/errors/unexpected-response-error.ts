import type { Statuses } from "./api-error.ts";
import { Leap0Error } from "./leap0-error.ts";

/** The status of a success or of a redirect; 0 for a redirect where the platform hides it (browsers). */
export type UnexpectedStatus = 0 | Statuses<2> | Statuses<3>;

/**
 * A response that the description does not have: a redirect, which is never followed, or a success whose body is not the
 * JSON object that it promises.
 */
export class UnexpectedResponseError extends Leap0Error {
  static override readonly name = "UnexpectedResponseError";
  /** The HTTP status; 0 for a redirect where the platform hides it (browsers). */
  declare readonly status: UnexpectedStatus;
  /** The headers of the response, redacted. */
  declare readonly headers: Headers;
  /** The body as text, redacted, where there was one. */
  declare readonly body: string | undefined;
}
