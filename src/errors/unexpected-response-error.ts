import type { Statuses } from "./api-error.ts";
import type { ErrorDetails } from "./leap0-error.ts";
import { Leap0Error } from "./leap0-error.ts";

/** The status of a success or of a redirect; 0 for a redirect where the platform hides it (browsers). */
export type UnexpectedStatus = 0 | Statuses<2> | Statuses<3>;

/**
 * A response that the description does not have: a redirect, which is never followed, or a success whose body is not the
 * JSON object that it promises.
 */
export class UnexpectedResponseError extends Leap0Error {
  /** The HTTP status; 0 for a redirect where the platform hides it (browsers). */
  readonly status: UnexpectedStatus;
  /** The headers of the response, redacted. */
  readonly headers: Headers;
  /** The body as text, redacted, where there was one. */
  readonly body: string | undefined;

  constructor(
    message: string,
    response: ErrorDetails & { status: number; headers: Headers; body?: string | undefined },
  ) {
    super(message, response);
    this.status = response.status as UnexpectedStatus;
    this.headers = response.headers;
    this.body = response.body;
  }

  override get name(): string {
    return "UnexpectedResponseError";
  }
}
