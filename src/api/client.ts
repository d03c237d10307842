import type { Configuration } from "../config/configuration.ts";
import { plainHeaders } from "../config/headers.ts";
import type { CallOptions } from "../config/options.ts";
import { failure } from "../errors/failure.ts";
import { InvalidRequestError } from "../errors/leap0-error.ts";
import { type Operation, operations } from "../generated/operations.ts";
import type { paths } from "../generated/schema.ts";
import { expandPath } from "../path.ts";
import { beginCall, type Call } from "../transport/call.ts";
import type { Outcome } from "../transport/outcome.ts";
import type { Send } from "../transport/send.ts";
import type { Api } from "./api.ts";
import { createOpenapiFetch } from "./openapi-fetch.ts";
import { PlainRequest } from "./plain-request.ts";
import { toResponse } from "./response.ts";
import { toJson, toSearch } from "./written.ts";

/** What openapi-fetch takes for one request, beside our own options. */
interface Init extends CallOptions {
  readonly params?: {
    readonly path?: Readonly<Record<string, string>>;
    readonly header?: Readonly<Record<string, string>>;
  };
}

interface Fetched {
  error?: unknown;
  response: Response;
}

const VERBS = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"] as const;
/** What would lead a call round the transport, and the key with it. */
const FIXED = ["baseUrl", "fetch", "Request", "bodySerializer", "pathSerializer"] as const;

/** The way of `client.api`: openapi-fetch as its users know it, on our transport. */
export function createApi(configuration: Configuration, send: Send): Api {
  const { baseUrl, authHeader } = configuration;
  const carrier = createOpenapiFetch<paths>({
    baseUrl,
    Request: PlainRequest as unknown as typeof Request,
    bodySerializer: toJson,
    querySerializer: toSearch,
  });
  const fetchThrough = carrier.request as unknown as (
    method: string,
    path: string,
    init: unknown,
  ) => Promise<Fetched>;

  const request = async (method: string, path: string, init: Init = {}) => {
    const operation = operationOf(method.toUpperCase(), path, init);
    const { params, headers } = init;
    const call = beginCall(configuration, operation, params?.path, init);
    const url = baseUrl + expandPath(operation, params?.path);
    let failed: { error: unknown } | undefined;
    try {
      const result = await fetchThrough(operation.method, path, {
        ...init,
        params: { ...params, header: undefined },
        headers: undefined,
        plain: plainHeaders(authHeader, configuration.headers, headers, params?.header),
        pathSerializer: () => url,
        fetch: async (built: PlainRequest) => {
          try {
            const { url, method, body } = built;
            const request = { url, method, headers: built.plainHeaders(authHeader), body };
            return responseTo(await send(call, request), call);
          } catch (error) {
            failed = { error };
            // openapi-fetch takes a rejection with null, 0 or "" for none: an abort may have such a reason.
            throw error || failed;
          }
        },
      });
      // A failure without a body, or with one like `0`, would look like a success to `if (error)`.
      if (!result.response.ok) result.error ||= { message: `${result.response.status} without a body` };
      return result;
    } catch (error) {
      throw failed && error === failed ? failed.error : error;
    }
  };

  const verbs = VERBS.map((verb) => [verb, (path: string, init?: Init) => request(verb, path, init)]);
  return { ...carrier, ...Object.fromEntries(verbs), request };
}

function operationOf(method: string, path: string, init: object): Operation {
  const operation = Object.values(operations).find((each) => each.path === path && each.method === method);
  if (!operation) throw new InvalidRequestError(`the description has no ${method} ${path}`);
  const fixed = FIXED.find((name) => (init as Record<string, unknown>)[name] !== undefined);
  if (fixed) throw new InvalidRequestError(`${fixed} is the client's and cannot be set for a call`);
  return operation;
}

/** What openapi-fetch is to read: the answer, where it is one, and without a secret where it is a failure. */
function responseTo(outcome: Outcome, call: Call): Response {
  if (outcome.kind !== "response") throw failure(outcome, call);
  const { status, ok, headers, data, text } = outcome;
  if (ok) return toResponse(status, text, headers);
  const { redactor: redact } = call;
  const shown =
    typeof data === "string" || data === undefined ? redact.text(text) : JSON.stringify(redact.body(data));
  return toResponse(status, shown, redact.headers(headers));
}
