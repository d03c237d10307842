import type { OperationId } from "../generated/operations.ts";
import type { operations } from "../generated/schema.ts";
import type {
  ApiError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  NotFoundError,
  OtherErrorStatus,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  UnexpectedResponseError,
} from "./api-error.ts";
import type { ConnectionError, InvalidRequestError, TimeoutError } from "./leap0-error.ts";

interface ErrorByResponse {
  400: BadRequestError;
  401: AuthenticationError;
  403: PermissionDeniedError;
  404: NotFoundError;
  409: ConflictError;
  429: RateLimitError;
  503: ServerError;
  /** What the description leaves open: any other failure. */
  default: PermissionDeniedError | ServerError | OtherApiError;
}

/** An {@link ApiError} with a status that has no class of its own, such as 405 or 413. */
export type OtherApiError = ApiError & { readonly status: OtherErrorStatus };

/**
 * Everything that an operation can throw, read off the failures that the description lists for it. `switch` on
 * `status` narrows it. (A caller's own abort is not in it: that rejects with the signal's reason.)
 *
 * @example
 * ```ts
 * const explain = (error: OperationError<"addSandboxMount">) => {
 *   if (!("status" in error)) return error.message;
 *   switch (error.status) {
 *     case 400:
 *       return error.message;
 *     case 409:
 *       return "this sandbox has all the mounts it can have";
 *   }
 * };
 * ```
 */
export type OperationError<Id extends OperationId> =
  | ErrorByResponse[keyof operations[Id]["responses"] & keyof ErrorByResponse]
  | UnexpectedResponseError
  | ConnectionError
  | TimeoutError
  | InvalidRequestError;
