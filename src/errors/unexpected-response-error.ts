import type { Statuses } from "./api-error.ts";
import type { ErrorDetails } from "./leap0-error.ts";
import { Leap0Error } from "./leap0-error.ts";

/** The status of a success or of a redirect; 0 for a redirect where the platform hides it (browsers). */
export type UnexpectedStatus = 0 | Statuses<2> | Statuses<3>;

/**
 * An answer that the description does not allow for: a redirect, which is never followed, or a success whose body is
 * not the JSON object that was promised.
 */
export class UnexpectedResponseError extends Leap0Error {
  /** The HTTP status; 0 for a redirect where the platform hides it (browsers). */
  readonly status: UnexpectedStatus;
  /** The headers of the answer. */
  readonly headers: Headers;
  /** The body as text, where there was one. */
  readonly body: string | undefined;

  constructor(
    message: string,
    answer: ErrorDetails & { status: number; headers: Headers; body?: string | undefined },
  ) {
    super(message, answer);
    this.status = answer.status as UnexpectedStatus;
    this.headers = answer.headers;
    this.body = answer.body;
  }

  override get name(): string {
    return "UnexpectedResponseError";
  }
}
