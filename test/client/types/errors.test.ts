import type {
  ApiError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  ConnectionError,
  FieldError,
  InvalidRequestCode,
  InvalidRequestError,
  Leap0Error,
  NotFoundError,
  OperationError,
  OtherApiError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  TimeoutError,
  UnexpectedResponseError,
} from "leap0-fetch";
import { describe, expectTypeOf, test } from "vitest";

// Checked by the compiler.

/** What every operation can throw, whatever the description lists. */
type Always =
  | AuthenticationError
  | RateLimitError
  | PermissionDeniedError
  | ServerError
  | OtherApiError
  | UnexpectedResponseError
  | ConnectionError
  | TimeoutError
  | InvalidRequestError;

describe("OperationError", () => {
  test("is the union of the failures that the description lists for the operation", () => {
    expectTypeOf<OperationError<"addSandboxMount">>().toEqualTypeOf<
      Always | BadRequestError | NotFoundError | ConflictError
    >();
    expectTypeOf<OperationError<"createSandbox">>().toEqualTypeOf<Always | BadRequestError | ConflictError>();
    expectTypeOf<OperationError<"getSandbox">>().toEqualTypeOf<Always | NotFoundError>();
    expectTypeOf<OperationError<"listSandboxes">>().toEqualTypeOf<Always | BadRequestError>();
    expectTypeOf<OperationError<"pauseSandbox">>().toEqualTypeOf<Always | NotFoundError | ConflictError>();
    expectTypeOf<OperationError<"startSandbox">>().toEqualTypeOf<Always | NotFoundError | ConflictError>();
    expectTypeOf<OperationError<"deleteSandboxMount">>().toEqualTypeOf<Always | NotFoundError>();
  });

  test("knows only operations of the description", () => {
    // @ts-expect-error no such operation
    type Unknown = OperationError<"resumeSandbox">;
    expectTypeOf<Unknown>().not.toBeNever();
  });

  test("holds nothing but errors of the package", () => {
    expectTypeOf<OperationError<"addSandboxMount">>().toExtend<Leap0Error>();
  });

  test("narrows by status", () => {
    const explain = (error: OperationError<"addSandboxMount">) => {
      if (!("status" in error)) {
        expectTypeOf(error).toEqualTypeOf<ConnectionError | TimeoutError | InvalidRequestError>();
        return;
      }
      switch (error.status) {
        case 400:
          expectTypeOf(error).toExtend<BadRequestError | UnexpectedResponseError>();
          break;
        case 409:
          expectTypeOf(error).toExtend<ConflictError | UnexpectedResponseError>();
      }
    };
    expectTypeOf(explain).toBeFunction();
  });

  test("narrows to one class where only responses of the API are left", () => {
    const explain = (error: Extract<OperationError<"addSandboxMount">, ApiError>) => {
      switch (error.status) {
        case 400:
          expectTypeOf(error).toEqualTypeOf<BadRequestError>();
          expectTypeOf(error.errors).toEqualTypeOf<readonly FieldError[]>();
          break;
        case 401:
          expectTypeOf(error).toEqualTypeOf<AuthenticationError>();
          break;
        case 403:
          expectTypeOf(error).toEqualTypeOf<PermissionDeniedError>();
          break;
        case 404:
          expectTypeOf(error).toEqualTypeOf<NotFoundError>();
          break;
        case 409:
          expectTypeOf(error).toEqualTypeOf<ConflictError>();
          break;
        case 429:
          expectTypeOf(error).toEqualTypeOf<RateLimitError>();
          expectTypeOf(error.retryAfterMs).toEqualTypeOf<number | undefined>();
          break;
        case 503:
          expectTypeOf(error).toEqualTypeOf<ServerError>();
          break;
        case 413:
          expectTypeOf(error).toEqualTypeOf<OtherApiError>();
          break;
      }
    };
    expectTypeOf(explain).toBeFunction();
  });

  test("does not offer a status that the operation never returns", () => {
    const explain = (error: Extract<OperationError<"getSandbox">, ApiError>) => {
      // @ts-expect-error reading a sandbox has no 409
      if (error.status === 409) return error;
      return undefined;
    };
    expectTypeOf(explain).toBeFunction();
  });
});

test("the fields of errors are read only and typed", () => {
  const read = (error: TimeoutError, api: ApiError) => {
    expectTypeOf(error.limit).toEqualTypeOf<"attempt" | "total">();
    expectTypeOf<InvalidRequestError["code"]>().toEqualTypeOf<InvalidRequestCode>();
    expectTypeOf<"id" | "api-key" | "option">().toExtend<InvalidRequestCode>();
    expectTypeOf(error.outcomeUnknown).toEqualTypeOf<boolean>();
    expectTypeOf(api.headers).toEqualTypeOf<Headers>();
    expectTypeOf(api.body).toBeUnknown();
    expectTypeOf(api.attempts).toBeNumber();
    // @ts-expect-error read only
    api.status = 5;
  };
  expectTypeOf(read).toBeFunction();
});
