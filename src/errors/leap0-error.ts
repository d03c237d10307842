import type { OperationId } from "../generated/operations.ts";

/** What every error of this package carries. */
export interface ErrorDetails {
  /** The operation that failed, by its id in the description. */
  operation?: OperationId | undefined;
  /** The error underneath, a copy that holds no secret. */
  cause?: unknown;
  /** Whether the call may have taken effect although it failed. */
  outcomeUnknown?: boolean | undefined;
  /** What the error's class has of its own. */
  [field: string]: unknown;
}

/**
 * The base of every error that this package throws. No message, property, stack or `inspect` of one holds an API key or
 * a storage credential, not even where the API returned it.
 *
 * @example
 * ```ts
 * try {
 *   await client.sandboxes.pause("sbx-abc123");
 * } catch (error) {
 *   if (error instanceof Leap0Error && error.outcomeUnknown) await client.sandboxes.get("sbx-abc123");
 * }
 * ```
 */
export class Leap0Error extends Error {
  static override readonly name: string = "Leap0Error";
  /** The operation that failed, such as `"pauseSandbox"`; `undefined` where no call was begun. */
  declare readonly operation: OperationId | undefined;
  /** `true` where the call failed but may have taken effect: read the sandbox before you call again. */
  declare readonly outcomeUnknown: boolean;

  constructor(message: string, { operation, cause, outcomeUnknown = false, ...own }: ErrorDetails = {}) {
    super(operation ? `${operation}: ${message}` : message, cause ? { cause } : {});
    Object.assign(this, { operation, outcomeUnknown }, own);
  }

  // An accessor, not a field: it is there when the stack is captured, and it stays out of `inspect` and JSON.
  override get name(): string {
    return this.constructor.name;
  }
}

/** Puts the method that was called in the place of the operation that it used, in the message of an error. */
export function nameMethod(error: unknown, method: string): unknown {
  if (error instanceof Leap0Error && error.operation) {
    for (const text of ["message", "stack"] as const)
      error[text] = `${error[text]}`.replace(error.operation, method);
  }
  return error;
}

/**
 * What an {@link InvalidRequestError} is about. `"id"` and `"state"` are arguments that a program often passes on from
 * its own callers; `"api-key"` and `"option"` (of the client or of a call) are its own; `"headers"`, `"body"` and
 * `"query"` cannot be written into a request; `"operation"` is not in the description.
 */
export type InvalidRequestCode =
  | "api-key"
  | "option"
  | "id"
  | "state"
  | "headers"
  | "body"
  | "query"
  | "operation";

/**
 * The call was invalid, so nothing was sent: an empty id, `.` or `..` as one, no API key, an unknown option or one of
 * the wrong kind. `code` tells these apart.
 *
 * @example
 * ```ts
 * try {
 *   await client.sandboxes.get("..");
 * } catch (error) {
 *   if (error instanceof InvalidRequestError) console.error(error.code === "id" ? 400 : 500);
 * }
 * ```
 */
export class InvalidRequestError extends Leap0Error {
  static override readonly name = "InvalidRequestError";
  /** What was invalid. */
  declare readonly code: InvalidRequestCode;
}

export const invalid = (
  code: InvalidRequestCode,
  message: string,
  operation?: OperationId,
): InvalidRequestError => new InvalidRequestError(message, { code, operation });

/**
 * There was no response: the connection was refused or reset, or the host name has no address. The message says why and
 * where, such as `ECONNREFUSED 127.0.0.1:4010`, as far as the platform tells; `cause` is a redacted copy of its error.
 */
export class ConnectionError extends Leap0Error {
  static override readonly name = "ConnectionError";
}

/** A time limit passed: that of one attempt (`timeoutMs`) or that of the whole call (`totalTimeoutMs`). */
export class TimeoutError extends Leap0Error {
  static override readonly name = "TimeoutError";
  /** Which limit passed. */
  declare readonly limit: "attempt" | "total";
}
