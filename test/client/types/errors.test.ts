import type * as leap0 from "leap0-fetch";
import type { ApiError, InvalidRequestCode, OperationError } from "leap0-fetch";
import { describe, expectTypeOf, test } from "vitest";

// Checked by the compiler.

/** What every operation can throw, whatever the description lists. */
type Always =
  | leap0.AuthenticationError
  | leap0.RateLimitError
  | leap0.PermissionDeniedError
  | leap0.ServerError
  | leap0.OtherApiError
  | leap0.UnexpectedResponseError
  | leap0.ConnectionError
  | leap0.TimeoutError
  | leap0.InvalidRequestError;
type NotFoundOrConflict = leap0.NotFoundError | leap0.ConflictError;

describe("OperationError", () => {
  test("is the union of the failures that the description lists for the operation", () => {
    type Expected = {
      addSandboxMount: leap0.BadRequestError | NotFoundOrConflict;
      createSandbox: leap0.BadRequestError | leap0.ConflictError;
      getSandbox: leap0.NotFoundError;
      listSandboxes: leap0.BadRequestError;
      pauseSandbox: NotFoundOrConflict;
      startSandbox: NotFoundOrConflict;
      deleteSandboxMount: leap0.NotFoundError;
    };
    expectTypeOf<{ [Id in keyof Expected]: OperationError<Id> }>().toEqualTypeOf<{
      [Id in keyof Expected]: Always | Expected[Id];
    }>();
    // @ts-expect-error no such operation
    type Unknown = OperationError<"resumeSandbox">;
    expectTypeOf<Unknown>().not.toBeNever();
    expectTypeOf<OperationError<"addSandboxMount">>().toExtend<leap0.Leap0Error>();
  });

  test("narrows by status", () => {
    const explain = (error: OperationError<"addSandboxMount">) => {
      if (!("status" in error))
        expectTypeOf(error).toEqualTypeOf<
          leap0.ConnectionError | leap0.TimeoutError | leap0.InvalidRequestError
        >();
      else if (error.status === 400)
        expectTypeOf(error).toExtend<leap0.BadRequestError | leap0.UnexpectedResponseError>();
      else if (error.status === 409)
        expectTypeOf(error).toExtend<leap0.ConflictError | leap0.UnexpectedResponseError>();
    };
    expectTypeOf(explain).toBeFunction();
  });

  test("narrows to one class where only responses of the API are left", () => {
    const explain = (error: Extract<OperationError<"addSandboxMount">, ApiError>) => {
      if (error.status === 400) {
        expectTypeOf(error).toEqualTypeOf<leap0.BadRequestError>();
        expectTypeOf(error.errors).toEqualTypeOf<readonly leap0.FieldError[]>();
      } else if (error.status === 401) expectTypeOf(error).toEqualTypeOf<leap0.AuthenticationError>();
      else if (error.status === 403) expectTypeOf(error).toEqualTypeOf<leap0.PermissionDeniedError>();
      else if (error.status === 404) expectTypeOf(error).toEqualTypeOf<leap0.NotFoundError>();
      else if (error.status === 409) expectTypeOf(error).toEqualTypeOf<leap0.ConflictError>();
      else if (error.status === 429) {
        expectTypeOf(error).toEqualTypeOf<leap0.RateLimitError>();
        expectTypeOf(error.retryAfterMs).toEqualTypeOf<number | undefined>();
      } else if (error.status === 503) expectTypeOf(error).toEqualTypeOf<leap0.ServerError>();
      else if (error.status === 413) expectTypeOf(error).toEqualTypeOf<leap0.OtherApiError>();
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
  const read = (error: leap0.TimeoutError, api: ApiError) => {
    expectTypeOf(error.limit).toEqualTypeOf<"attempt" | "total">();
    expectTypeOf<leap0.InvalidRequestError["code"]>().toEqualTypeOf<InvalidRequestCode>();
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
