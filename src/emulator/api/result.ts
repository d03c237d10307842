import { type OperationId, responseCheck } from "../description.ts";
import type { WireRequest } from "../http/wire.ts";
import { type FieldError, fieldErrors } from "../model/field-errors.ts";
import type { StoredSandbox } from "../model/sandbox.ts";
import type { World } from "../model/world.ts";

/** A request that has been checked against the description. */
export interface Checked {
  readonly sandboxID: string;
  readonly mountID: string;
  readonly query: unknown;
  readonly body: unknown;
  readonly wire: Pick<WireRequest, "signal">;
}

/**
 * Carries an operation out. Nothing is awaited between reading the state and changing it, so that requests at the same
 * time cannot get between.
 */
export type Handler = (world: World, request: Checked) => Result | Promise<Result>;

/** What an operation came to, before it is checked against the description and written as JSON. */
export interface Result {
  readonly status: number;
  /** Whether the emulator's state was changed. */
  readonly applied: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** Absent: no body. */
  readonly body?: unknown;
  /** The sandbox that is in a transition. The response can wait for its end. */
  readonly moving?: StoredSandbox;
}

/** A success that changed something. */
export function changed(status: number, body?: unknown): Result {
  return { status, body, applied: true };
}

/** A success that only read. */
export function found(body: unknown): Result {
  return { status: 200, body, applied: false };
}

/** A failure. The message is constant or names states and limits, never a value that was sent. */
export function failed(status: number, message: string, headers?: Readonly<Record<string, string>>): Result {
  return { status, body: { message }, applied: false, ...(headers && { headers }) };
}

/** 405 with the methods that there are. */
export function wrongMethod(methods: readonly string[]): Result {
  const allow = methods.join(", ");
  return failed(405, `This path takes ${allow}.`, { allow });
}

/** 400, with the fields at fault. */
export function invalid(errors: readonly FieldError[]): Result {
  return {
    status: 400,
    body: { message: "The request has fields that are not valid.", errors },
    applied: false,
  };
}

/**
 * The result, when it is what the description promises. When it is not, that is a mistake in the emulator or a change of
 * the description that the emulator has not followed: it becomes a 500 that says so.
 */
export function checkedResult(operation: OperationId, result: Result): Result {
  const { status, body, applied } = result;
  const check = responseCheck(operation, status);
  if (!check || check(body)) return result;
  const faults = fieldErrors(check.errors ?? []).map(({ field, error }) => `${field} ${error}`);
  const message = `The emulator's response ${status} to ${operation} is not what the description promises: ${faults.join("; ")}.`;
  return { ...failed(500, message), applied };
}
