import { checkCallOptions, checkRequestOptions } from "../config/check-options.ts";
import type { Configuration } from "../config/configuration.ts";
import { plainHeaders } from "../config/headers.ts";
import type { CallOptions } from "../config/options.ts";
import { expandPath } from "../config/path.ts";
import { InvalidRequestError, invalid } from "../errors/leap0-error.ts";
import { type Operation, operations } from "../generated/operations.ts";
import { beginCall } from "../transport/call.ts";
import type { OutgoingRequest } from "../transport/exchange.ts";
import type { Send } from "../transport/send.ts";
import { createOpenapiFetch, type LightRequest, type Written } from "./openapi-fetch.ts";
import { decodedOrError, type Respond, redactedResponse } from "./response.ts";
import type { Api, ThrowingApi } from "./types.ts";

/** The parameters of a call, as openapi-fetch takes them. */
interface Params {
  readonly path?: Readonly<Record<string, string>>;
  readonly header?: Readonly<Record<string, string>>;
}

/** What a call brings of openapi-fetch's options. */
interface Init {
  readonly params?: Params;
  readonly body?: unknown;
}

/** `client.api`: openapi-fetch as its users know it, on our transport. It returns `{ data, error, response }`. */
export function createApi(configuration: Configuration, send: Send): Api {
  const openapiFetch = createOpenapiFetch(configuration.baseUrl);
  const request = (method: string, path: string, init: Init & CallOptions = {}) =>
    perform(method.toUpperCase(), path, init.signal, async (operation) => {
      checkRequestOptions(init);
      const written = write(configuration, send, redactedResponse, operation, init.params, init);
      const params = { ...init.params, header: undefined };
      const all = { ...init, params, headers: undefined, ...written };
      const result = await openapiFetch.request(operation.method, path, all);
      // A failure without a body, or with one like `0`, would look like a success to `if (error)`.
      if (!result.response.ok) result.error ||= { message: `${result.response.status} without a body` };
      return result;
    });
  return { ...openapiFetch, ...verbs(request), request } as unknown as Api;
}

/** The same for the client's methods: it resolves with the body and throws everything else. It has no middleware. */
export function createThrowingApi(configuration: Configuration, send: Send): ThrowingApi {
  const openapiFetch = createOpenapiFetch(configuration.baseUrl);
  return verbs((method, path, { params, body }: Init, options: CallOptions = {}) =>
    perform(method, path, options?.signal, async (operation) => {
      checkCallOptions(options);
      const written = write(configuration, send, decodedOrError, operation, params, options);
      const { plain, pathSerializer, exchange } = written;
      // "stream": openapi-fetch hands the body through as it is, which is decoded already. (One literal, since spreading
      // objects takes longer than the rest of this.)
      const all = { params, body, parseAs: "stream", plain, pathSerializer, exchange };
      return (await openapiFetch.request(method, path, all)).data;
    }),
  ) as unknown as ThrowingApi;
}

const verbs = <Given extends unknown[]>(
  request: (method: string, path: string, ...given: Given) => unknown,
) =>
  Object.fromEntries(
    ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"].map((verb) => [
      verb,
      (path: string, ...given: Given) => request(verb, path, ...given),
    ]),
  );

/** Runs a call of an operation of the description. */
async function perform<T>(
  method: string,
  path: string,
  signal: AbortSignal | undefined,
  run: (operation: Operation) => Promise<T>,
): Promise<T> {
  const operation = byMethodAndPath.get(`${method} ${path}`);
  if (!operation) throw invalid("operation", `the description has no ${method} ${path}`);
  try {
    return await run(operation);
  } catch (error) {
    // openapi-fetch takes a rejection with null, 0 or "" for none, and fails on the missing response. An abort may have
    // such a reason.
    if (signal?.aborted && !signal.reason) throw signal.reason;
    // What checks and writes the parts of a request does not know the operation.
    if (error instanceof InvalidRequestError && !error.operation)
      throw invalid(error.code, error.message, operation.id);
    throw error;
  }
}

/** Begins a call: what openapi-fetch writes its request with, and the way to send it. */
function write(
  configuration: Configuration,
  send: Send,
  respond: Respond,
  operation: Operation,
  params: Params | undefined,
  options: CallOptions,
): Written {
  const { baseUrl, authHeader } = configuration;
  const { headers } = options;
  const call = beginCall(configuration, operation, params?.path, options);
  const url = baseUrl + expandPath(operation, params?.path);
  return {
    plain:
      headers || params?.header
        ? plainHeaders(authHeader, configuration.headers, headers, params?.header)
        : configuration.headers,
    pathSerializer: () => url,
    exchange: async (request) => {
      return respond(await send(call, toOutgoing(request, url, operation, authHeader)), call);
    },
  };
}

const byMethodAndPath: ReadonlyMap<string, Operation> = /* @__PURE__ */ new Map(
  Object.values(operations).map((each) => [`${each.method} ${each.path}`, each]),
);

/** What the transport sends. Middleware may change headers and query; the key goes nowhere but to the operation. */
function toOutgoing(
  request: LightRequest,
  expectedUrl: string,
  operation: Operation,
  authHeader: string,
): OutgoingRequest {
  const { url, method, body } = request;
  if (method !== operation.method || url.split("?", 1)[0] !== expectedUrl)
    throw invalid("operation", "middleware must not change origin, path or method");
  return { url, method, headers: request.plainHeaders(authHeader), body };
}
