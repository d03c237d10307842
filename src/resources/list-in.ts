import { UnexpectedResponseError } from "../errors/unexpected-response-error.ts";
import { type OperationId, operations } from "../generated/operations.ts";

/**
 * A list in a response. Missing and `null` read as none, and entries that are `null` are left out.
 *
 * @throws {@link UnexpectedResponseError} where it is anything else than a list.
 */
export function listIn<T>(body: object, name: string, operation: OperationId): T[] {
  const list = (body as Record<string, unknown>)[name] ?? [];
  if (Array.isArray(list)) return list.filter((entry) => entry != null);
  throw new UnexpectedResponseError(`the API returned "${name}" that is not a list`, {
    operation,
    status: operations[operation].success,
    headers: new Headers(),
    body: undefined,
  });
}
