import type { ErrorDetails } from "./leap0-error.ts";
import { Leap0Error } from "./leap0-error.ts";
import { excerpt } from "./redact.ts";

/** One invalid field of a request. */
export interface FieldError {
  /** The field at fault, such as `bucket`. */
  field: string;
  /** What is wrong with it. */
  error: string;
}

/** A response that is a failure, redacted. */
export interface FailureResponse extends ErrorDetails {
  status: number;
  headers: Headers;
  body: unknown;
  attempts: number;
  retryAfterMs: number | undefined;
  /** Where the response comes from, when it is not the API. */
  host?: string;
}

/**
 * The API returned a failure. The statuses that have a class of their own are thrown as that class, every other
 * one as this.
 */
export class ApiError extends Leap0Error {
  /** The HTTP status. */
  readonly status: number;
  /** The headers of the response, redacted. */
  readonly headers: Headers;
  /** The decoded body: an object where it was JSON, else its text; `undefined` where it was empty. */
  readonly body: unknown;
  /** How often the request was sent, until this response. */
  readonly attempts: number;
  /** How long the API asked to wait, in milliseconds, where it sent `Retry-After`. */
  readonly retryAfterMs: number | undefined;

  constructor(response: FailureResponse) {
    super(`${response.host ?? "the API"} returned ${response.status}${explain(response.body)}`, response);
    this.status = response.status;
    this.headers = response.headers;
    this.body = response.body;
    this.attempts = response.attempts;
    this.retryAfterMs = response.retryAfterMs;
  }

  override get name(): string {
    return "ApiError";
  }
}

/** 400: a field, a query parameter or the body as a whole is invalid. */
export class BadRequestError extends ApiError {
  declare readonly status: 400;
  /** The invalid fields, one by one; empty where the API named none. */
  readonly errors: readonly FieldError[];

  constructor(response: FailureResponse) {
    super(response);
    this.errors = fieldErrors(response.body);
  }

  override get name(): string {
    return "BadRequestError";
  }
}

/** 401: the API key is missing, wrong or withdrawn. */
export class AuthenticationError extends ApiError {
  declare readonly status: 401;

  override get name(): string {
    return "AuthenticationError";
  }
}

/** 403: the key is good and does not allow this. */
export class PermissionDeniedError extends ApiError {
  declare readonly status: 403;

  override get name(): string {
    return "PermissionDeniedError";
  }
}

/** 404: no sandbox, or no mount, with this id. */
export class NotFoundError extends ApiError {
  declare readonly status: 404;

  override get name(): string {
    return "NotFoundError";
  }
}

/** 409: the state of the sandbox, or a limit on a number of things, does not allow this now. */
export class ConflictError extends ApiError {
  declare readonly status: 409;

  override get name(): string {
    return "ConflictError";
  }
}

/**
 * 429: too many requests. All calls of the client wait before the next one is sent. A call that cannot wait so long fails
 * with this at once: `attempts` is 0 then where it was never sent, and `retryAfterMs` says when to call again.
 */
export class RateLimitError extends ApiError {
  declare readonly status: 429;

  override get name(): string {
    return "RateLimitError";
  }
}

type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
/** All statuses that begin with this digit. */
export type Statuses<Class extends 2 | 3 | 4 | 5> =
  `${Class}${Digit}${Digit}` extends `${infer Status extends number}` ? Status : never;

/** Every status from 500 to 599, as literals, so that `switch (error.status)` narrows. */
export type ServerErrorStatus = Statuses<5>;
/** Every status from 400 to 499 without a class of its own. */
export type OtherErrorStatus = Exclude<Statuses<4>, 400 | 401 | 403 | 404 | 409 | 429>;

/** 500 and above: the API, or something in front of it, failed. */
export class ServerError extends ApiError {
  declare readonly status: ServerErrorStatus;

  override get name(): string {
    return "ServerError";
  }
}

const classes: Readonly<Record<number, typeof ApiError>> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  429: RateLimitError,
};

/** The error of the class that belongs to the status. */
export const apiError = (response: FailureResponse): ApiError =>
  new (classes[response.status] ?? (response.status < 500 ? ApiError : ServerError))(response);

const fieldErrors = (body: unknown): readonly FieldError[] => {
  const { errors } = Object(body) as { errors?: unknown };
  if (!Array.isArray(errors)) return [];
  // What does not have the shape that is promised is in `body` for those who want it.
  return errors.filter((each) => typeof each?.field === "string" && typeof each.error === "string");
};

/** The API's own message and the fields it names, cut where the body is a whole page. */
const explain = (body: unknown): string => {
  const { message } = Object(body) as { message?: unknown };
  const fields = fieldErrors(body).map(({ field, error }) => ` (${field}: ${error})`);
  const text = typeof body === "string" ? body : typeof message === "string" ? message : "";
  return text || fields.length ? `: ${excerpt(text)}${excerpt(fields.join(""))}` : "";
};
