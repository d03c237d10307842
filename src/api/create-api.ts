import { check, type Kinds, kinds } from "../config/check-options.ts";
import type { Configuration } from "../config/configuration.ts";
import { plainHeaders } from "../config/headers.ts";
import type { CallOptions } from "../config/options.ts";
import { expandPath } from "../config/path.ts";
import { InvalidRequestError, invalid } from "../errors/leap0-error.ts";
import { operations } from "../generated/operations.ts";
import { beginCall } from "../transport/call.ts";
import type { Send } from "../transport/send.ts";
import { createOpenapiFetch, type LightRequest, type Request } from "./openapi-fetch.ts";
import { decodedOrError, type Respond, redactedResponse } from "./response.ts";
import type { Api, ThrowingApi } from "./types.ts";

/** What a call brings of openapi-fetch's options. */
interface Init {
  readonly params?: {
    readonly path?: Readonly<Record<string, string>>;
    readonly header?: Readonly<Record<string, string>>;
  };
  readonly body?: unknown;
}

/** `client.api`: openapi-fetch as its users know it, on our transport. It returns `{ data, error, response }`. */
export function createApi(configuration: Configuration, send: Send): Api {
  const openapiFetch = createOpenapiFetch(configuration.baseUrl);
  const perform = createPerform(configuration, send, openapiFetch.request, kinds.request, redactedResponse);
  const request = async (method: string, path: string, init: Init & CallOptions = {}) => {
    const result = await perform(method.toUpperCase(), path, init, init);
    // A failure without a body, or with one like `0`, would look like a success to `if (error)`.
    if (!result.response.ok) result.error ||= { message: `${result.response.status} without a body` };
    return result;
  };
  const api: Record<string, unknown> = { ...openapiFetch, request };
  for (const verb in openapiFetch)
    if (verb === verb.toUpperCase())
      api[verb] = (path: string, init?: Init & CallOptions) => request(verb, path, init);
  return api as unknown as Api;
}

/** The same for the client's methods: it resolves with the body and throws everything else. It has no middleware. */
export function createThrowingApi(configuration: Configuration, send: Send): ThrowingApi {
  const { request } = createOpenapiFetch(configuration.baseUrl);
  const perform = createPerform(configuration, send, request, kinds.call, decodedOrError);
  return (async (method: string, path: string, init: Init, options: CallOptions = {}) =>
    // "stream": openapi-fetch hands the body through as it is, which is decoded already.
    (await perform(method, path, { ...init, parseAs: "stream" }, options)).data) as ThrowingApi;
}

/** Makes what runs a call of an operation of the description: openapi-fetch writes its request, the transport sends it. */
const createPerform =
  (configuration: Configuration, send: Send, request: Request, optionKinds: Kinds, respond: Respond) =>
  async (method: string, path: string, init: Init & { parseAs?: string }, options: CallOptions) => {
    const { baseUrl, authHeader } = configuration;
    const operation = Object.values(operations).find((each) => each.method === method && each.path === path);
    if (!operation) throw invalid("operation", `the description has no ${method} ${path}`);
    try {
      check(options, optionKinds);
      const { params } = init;
      const { headers } = options;
      const call = beginCall(configuration, operation, params?.path, options);
      const url = baseUrl + expandPath(operation.path, params?.path);
      return await request(method, path, {
        ...init,
        params: { ...params, header: undefined },
        headers: undefined,
        plain:
          headers || params?.header
            ? plainHeaders(authHeader, configuration.headers, headers, params?.header)
            : configuration.headers,
        pathSerializer: () => url,
        exchange: async (written: LightRequest) => {
          const outgoing = {
            url: `${written.url}`,
            method,
            headers: written.plainHeaders(authHeader),
            body: written.body,
          };
          // Middleware may change headers and query. The key goes nowhere but to the operation.
          if (written.method !== method || outgoing.url.split("?")[0] !== url)
            throw invalid("operation", "middleware must not change origin, path or method");
          return respond(await send(call, outgoing), call);
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
  };
