import { authHeaders, bodyChecks, type Check, type OperationId, queryChecks } from "../description.ts";
import { queryOf, type WireRequest } from "../http/wire.ts";
import { type FieldError, fieldErrors, WHOLE_BODY } from "../model/field-errors.ts";
import { isRecord } from "../model/kinds.ts";

/** Whether one of the headers carries the key, with or without `Bearer` in front. */
export function carriesKey(request: WireRequest, key: string): boolean {
  const bare = (name: string) => request.header(name)?.replace(/^bearer +/i, "");
  return authHeaders.some((name) => bare(name)?.trim() === key);
}

/** What a request carries, or the fields at fault. */
export type Carried<Value> = { readonly value: Value } | { readonly errors: readonly FieldError[] };

const NOTHING = { value: undefined };

/** The query with its defaults, as the description types it. Parameters that it does not know are ignored. */
export function checkedQuery(operation: OperationId, target: string): Carried<unknown> {
  const check = queryChecks[operation];
  if (!check) return NOTHING;
  const query: Record<string, unknown> = Object.create(null);
  for (const [name, value] of new URLSearchParams(queryOf(target))) {
    const [parameter = ""] = name.split("[");
    // A list (`state=a&state=b`) and an object (`state[is]=a`) are no value that the description knows.
    query[parameter] = name === parameter && !(name in query) ? value : [];
  }
  return checked(check, query, "query");
}

/** The JSON body, parsed once and checked. */
export async function checkedBody(
  operation: OperationId,
  request: WireRequest,
  limit: number,
): Promise<Carried<unknown>> {
  const check = bodyChecks[operation];
  if (!check) return NOTHING;
  const type = request.header("content-type");
  if (type !== undefined && !isJson(type)) return whole("must be sent as application/json");
  const text = await request.text(limit);
  if (text === undefined) return whole(`must not be longer than ${limit} bytes`);
  if (text === "") return whole("is required");
  try {
    return checked(check, withoutEmptyPrefix(operation, parseJson(text)), WHOLE_BODY);
  } catch {
    return whole("is not valid JSON");
  }
}

/** The vendor's JavaScript client sends `prefix: ""` with a new mount and means none. */
function withoutEmptyPrefix(operation: OperationId, body: unknown): unknown {
  if (operation === "updateSandboxMount" || !isRecord(body)) return body;
  for (const mount of Array.isArray(body.mounts) ? [body, ...body.mounts] : [body])
    if (isRecord(mount) && mount.prefix === "") delete mount.prefix;
  return body;
}

/** JSON with or without a byte order mark in front. @throws SyntaxError */
export function parseJson(text: string): unknown {
  return JSON.parse(text.startsWith("\ufeff") ? text.slice(1) : text);
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
