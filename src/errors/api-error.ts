import { type ErrorDetails, Leap0Error } from "./leap0-error.ts";
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
}

/**
 * The API returned a failure. The statuses that have a class of their own are thrown as that class, every other
 * one as this.
 */
export class ApiError extends Leap0Error {
  static override readonly name: string = "ApiError";
  /** The HTTP status. */
  declare readonly status: number;
  /** The headers of the response, redacted. */
  declare readonly headers: Headers;
  /** The decoded body: an object where it was JSON, else its text; `undefined` where it was empty. */
  declare readonly body: unknown;
  /** How often the request was sent, until this response. */
  declare readonly attempts: number;
  /** How long the API asked to wait, in milliseconds, where it sent `Retry-After`. */
  declare readonly retryAfterMs: number | undefined;
}

/** 400: a field, a query parameter or the body as a whole is invalid. */
export class BadRequestError extends ApiError {
  static override readonly name = "BadRequestError";
  declare readonly status: 400;
  /** The invalid fields, one by one; empty where the API named none. */
  declare readonly errors: readonly FieldError[];
}

/** 401: the API key is missing, wrong or withdrawn. */
export class AuthenticationError extends ApiError {
  static override readonly name = "AuthenticationError";
  declare readonly status: 401;
}

/** 403: the key is good and does not allow this. */
export class PermissionDeniedError extends ApiError {
  static override readonly name = "PermissionDeniedError";
  declare readonly status: 403;
}

/** 404: no sandbox, or no mount, with this id. */
export class NotFoundError extends ApiError {
  static override readonly name = "NotFoundError";
  declare readonly status: 404;
}

/** 409: the state of the sandbox, or a limit on a number of things, does not allow this now. */
export class ConflictError extends ApiError {
  static override readonly name = "ConflictError";
  declare readonly status: 409;
}

/**
 * 429: too many requests. All calls of the client wait before the next one is sent. A call that cannot wait so long fails
 * with this at once: `attempts` is 0 then where it was never sent, and `retryAfterMs` says when to call again.
 */
export class RateLimitError extends ApiError {
  static override readonly name = "RateLimitError";
  declare readonly status: 429;
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
  static override readonly name = "ServerError";
  declare readonly status: ServerErrorStatus;
}

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

const classes: Readonly<Record<number, typeof ApiError>> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  429: RateLimitError,
};

/** The error of the class that belongs to the status, with the API's own message and the fields that it names. */
export function apiError(host: string, response: FailureResponse): ApiError {
  const { status, body } = response;
  const { message, errors } = Object(body) as { message?: unknown; errors?: unknown };
  // What does not have the shape that is promised is in `body` for those who want it.
  const named: readonly FieldError[] = Array.isArray(errors)
    ? errors.filter((each) => typeof each?.field === "string" && typeof each.error === "string")
    : [];
  const text = [body, message].find((each) => typeof each === "string") ?? "";
  const fields = named.map(({ field, error }) => ` (${field}: ${error})`).join("");
  const why = text || fields ? `: ${excerpt(text)}${excerpt(fields)}` : "";
  return new (classes[status] ?? (status < 500 ? ApiError : ServerError))(
    `${host} returned ${status}${why}`,
    status === 400 ? { ...response, errors: named } : response,
  );
}
