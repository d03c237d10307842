import type { ErrorDetails } from "./leap0-error.ts";
import { Leap0Error } from "./leap0-error.ts";

/**
 * An answer that the description does not allow for: a redirect, which is never followed, or a success whose body is
 * not the JSON object that was promised.
 */
export class UnexpectedResponseError extends Leap0Error {
  /** The HTTP status; 0 for a redirect where the platform hides it (browsers). */
  readonly status: number;
  /** The headers of the answer. */
  readonly headers: Headers;
  /** The body as text, where there was one. */
  readonly body: string | undefined;

  constructor(
    message: string,
    answer: ErrorDetails & { status: number; headers: Headers; body?: string | undefined },
  ) {
    super(message, answer);
    this.status = answer.status;
    this.headers = answer.headers;
    this.body = answer.body;
  }

  override get name(): string {
    return "UnexpectedResponseError";
  }
}
