import { UnexpectedResponseError } from "../errors/api-error.ts";
import { type OperationId, operations } from "../generated/operations.ts";
import type { Call } from "../transport/call.ts";
import type { Outcome } from "../transport/outcome.ts";
import { failure } from "./failure.ts";

/** What openapi-fetch is to read of a call's outcome; throws where there is nothing to read. */
export type Respond = (outcome: Outcome, call: Call) => Response;

/** For the client's methods: a body that is decoded already, and an error for everything else. */
export const decodedOrError: Respond = (outcome, call) => {
  if (outcome.kind !== "response" || !outcome.ok) throw failure(outcome, call);
  const { status, ok, headers, data } = outcome;
  // No platform `Response` has to be made for what openapi-fetch reads of it.
  return { status, ok, headers, body: data } as Response;
};

/** For `client.api`: the response, without a secret where it is a failure. */
export const redactedResponse: Respond = (outcome, call) => {
  if (outcome.kind !== "response") throw failure(outcome, call);
  const { status, ok, headers, data, text } = outcome;
  if (ok) return toResponse(status, text, headers);
  const { redactor: redact } = call;
  const shown =
    typeof data === "string" || data === undefined ? redact.text(text) : JSON.stringify(redact.body(data));
  return toResponse(status, shown, redact.headers(headers));
};

/** A response of the platform's own, with a body that has been read. */
function toResponse(status: number, text: string, received: Headers): Response {
  const headers = new Headers(received);
  const body = status === 204 || status === 205 ? "" : text;
  // Or openapi-fetch would read nothing as JSON.
  if (!body) headers.delete("content-length");
  // `fetch`, or what a caller passes for it, may return what `Response` rejects.
  const isPossible = status >= 200 && status < 600;
  const response = new Response(body || null, { status: isPossible ? status : 500, headers });
  return Object.defineProperties(response, {
    status: { value: status },
    // The text is known, so nobody has to read it from a stream again.
    text: { value: async () => body },
    json: { value: async () => JSON.parse(body) },
  });
}

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
