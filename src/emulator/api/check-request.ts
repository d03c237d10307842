import { bodyChecks, type Check, type OperationId, queryChecks } from "../description.ts";
import { type Call, queryOf } from "../http/call.ts";
import type { FieldError } from "../http/reply.ts";
import { fieldErrors, WHOLE_BODY } from "./field-errors.ts";

/** What a request carries, or the fields at fault. */
export type Carried<Value> = { readonly value: Value } | { readonly errors: readonly FieldError[] };

const NOTHING = { value: undefined };

/** The query with its defaults, as the description types it. Parameters it does not know are let pass. */
export function checkedQuery(operation: OperationId, target: string): Carried<unknown> {
  const check = queryChecks[operation];
  if (!check) return NOTHING;
  const parameters = new URLSearchParams(queryOf(target));
  const query: Record<string, string> = Object.create(null);
  for (const [name, value] of parameters) query[name] = value;
  return checked(check, query, "query");
}

/** The JSON body, parsed once and checked. An operation that takes none does not wait for one. */
export function checkedBody(
  operation: OperationId,
  call: Call,
  limit: number,
): Carried<unknown> | Promise<Carried<unknown>> {
  const check = bodyChecks[operation];
  return check ? readBody(check, call, limit) : NOTHING;
}

async function readBody(check: Check, call: Call, limit: number): Promise<Carried<unknown>> {
  const type = call.header("content-type");
  if (type !== undefined && !isJson(type)) return whole("must be sent as application/json");
  const text = await call.text(limit);
  if (text === undefined) return whole(`must not be longer than ${limit} bytes`);
  if (text === "") return whole("is required");

  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return whole("is not valid JSON");
  }
  return checked(check, body, WHOLE_BODY);
}

function checked(check: Check, value: unknown, name: string): Carried<unknown> {
  return check(value) ? { value } : { errors: fieldErrors(check.errors ?? [], name) };
}

function whole(error: string): Carried<never> {
  return { errors: [{ field: WHOLE_BODY, error }] };
}

function isJson(type: string): boolean {
  return /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type.trim());
}
