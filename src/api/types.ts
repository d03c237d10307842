import type { CallOptions } from "../config/options.ts";
import type { OperationId } from "../generated/operations.ts";
import type { operations } from "../generated/schema.ts";

/** What an operation takes, as the description has it. */
export interface Arguments<Id extends OperationId> {
  path?: operations[Id]["parameters"]["path"];
  query?: operations[Id]["parameters"]["query"];
  body?: operations[Id] extends { requestBody: { content: { "application/json": infer Body } } }
    ? Body
    : never;
}

/** What an operation answers when all is well; `undefined` where the description promises no body. */
export type Success<Id extends OperationId> = operations[Id]["responses"] extends infer Responses
  ? Responses extends { 200: { content: { "application/json": infer Body } } }
    ? Body
    : Responses extends { 201: { content: { "application/json": infer Body } } }
      ? Body
      : undefined
  : never;

/** Calls an operation by its id: resolves with the decoded body and throws everything else. */
export type Invoke = <Id extends OperationId>(
  id: Id,
  given: Arguments<Id>,
  options?: CallOptions,
) => Promise<Success<Id>>;
