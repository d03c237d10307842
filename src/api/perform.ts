import { check, type Kinds } from "../config/check-options.ts";
import type { Configuration } from "../config/configuration.ts";
import { plainHeaders } from "../config/headers.ts";
import type { CallOptions } from "../config/options.ts";
import { expandPath } from "../config/path.ts";
import { InvalidRequestError, invalid } from "../errors/leap0-error.ts";
import { type Operation, operations } from "../generated/operations.ts";
import { beginCall } from "../transport/call.ts";
import type { OutgoingRequest } from "../transport/exchange.ts";
import type { Send } from "../transport/send.ts";
import type { Fetched, LightRequest, OpenapiFetch } from "./openapi-fetch.ts";
import type { Respond } from "./response.ts";

/** What the calls of one surface have in common: those of the client's methods, or those of `client.api`. */
export interface Surface {
  readonly configuration: Configuration;
  /** Writes the requests. */
  readonly openapiFetch: OpenapiFetch;
  /** Sends them: the transport. */
  readonly send: Send;
  readonly respond: Respond;
  /** The options that a call may have. */
  readonly optionKinds: Kinds;
}

/** What a call brings of openapi-fetch's options. */
export interface Init {
  readonly params?: {
    readonly path?: Readonly<Record<string, string>>;
    readonly header?: Readonly<Record<string, string>>;
  };
  readonly body?: unknown;
  readonly parseAs?: string;
}

/** Runs one call: openapi-fetch writes the request, the transport sends it, openapi-fetch reads the response. */
export async function perform(
  { configuration, openapiFetch, send, respond, optionKinds }: Surface,
  method: string,
  path: string,
  init: Init,
  options: CallOptions,
): Promise<Fetched> {
  const operation = Object.values(operations).find((each) => each.method === method && each.path === path);
  if (!operation) throw invalid("operation", `the description has no ${method} ${path}`);
  try {
    check(options, optionKinds);
    const { params } = init;
    const ids = params?.path ?? {};
    const call = beginCall(configuration, operation, ids, options);
    const url = configuration.baseUrl + expandPath(operation.path, ids);
    return await openapiFetch.request(method, path, {
      ...init,
      // Headers go to the request as one plain object: openapi-fetch would merge them in its own way.
      params: { ...params, header: undefined },
      headers: undefined,
      plain: headersOf(configuration, options.headers, params?.header),
      pathSerializer: () => url,
      sendWritten: async (written) => {
        const request = outgoing(written, operation, url, configuration.authHeader);
        return respond(await send(call, request), call);
      },
    });
  } catch (error) {
    // openapi-fetch takes a rejection with null, 0 or "" for none, and fails on the missing response. An abort may
    // have such a reason.
    if (options?.signal?.aborted && !options.signal.reason) throw options.signal.reason;
    // What checks and writes the parts of a request does not know the operation.
    if (error instanceof InvalidRequestError && !error.operation)
      throw invalid(error.code, error.message, operation.id);
    throw error;
  }
}

/** The client's headers with those of the call; few calls have any. */
const headersOf = (
  { authHeader, headers }: Configuration,
  ...given: (CallOptions["headers"] | undefined)[]
) => (given.some(Boolean) ? plainHeaders(authHeader, headers, ...given) : headers);

/** The request as middleware left it. The key goes nowhere but to the operation at this URL. */
function outgoing(
  written: LightRequest,
  { method }: Operation,
  url: string,
  authHeader: string,
): OutgoingRequest {
  // Read once: an object of middleware's own could say something else the second time.
  const writtenUrl = `${written.url}`;
  if (written.method !== method || writtenUrl.split("?")[0] !== url)
    throw invalid("operation", "middleware must not change origin, path or method");
  return { url: writtenUrl, method, headers: written.plainHeaders(authHeader), body: written.body };
}
