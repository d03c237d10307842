import type { Configuration } from "../config/configuration.ts";
import { plainHeaders } from "../config/headers.ts";
import type { CallOptions } from "../config/options.ts";
import { expandPath } from "../config/path.ts";
import { InvalidRequestError } from "../errors/leap0-error.ts";
import { type Operation, operations } from "../generated/operations.ts";
import type { OutgoingRequest } from "../transport/attempt.ts";
import { beginCall } from "../transport/call.ts";
import type { Send } from "../transport/send.ts";
import { createOpenapiFetch, type Fetched, type LightRequest, type Written } from "./openapi-fetch.ts";
import { decodedOrError, type Respond, redactedResponse } from "./response.ts";
import type { Api, ThrowingApi } from "./types.ts";

/** What a call of either surface may bring, of openapi-fetch's options and of ours. */
interface Init extends CallOptions {
  readonly params?: {
    readonly path?: Readonly<Record<string, string>>;
    readonly header?: Readonly<Record<string, string>>;
  };
  readonly body?: unknown;
}

/** Options of openapi-fetch that would lead a call, and the key, past the transport. */
const FIXED = ["baseUrl", "fetch", "Request", "bodySerializer", "pathSerializer"] as const;

/** `client.api`: openapi-fetch as its users know it, on our transport. It returns `{ data, error, response }`. */
export function createApi(configuration: Configuration, send: Send): Api {
  const openapiFetch = createOpenapiFetch(configuration.baseUrl);
  const request = async (method: string, path: string, init: Init = {}) => {
    const fixed = FIXED.find((name) => (init as Record<string, unknown>)[name] !== undefined);
    if (fixed) throw new InvalidRequestError(`${fixed} is set by the client and cannot be set for a call`);
    const verb = method.toUpperCase();
    const written = write(configuration, send, redactedResponse, verb, path, init);
    const params = { ...init.params, header: undefined };
    const result = await fetched(
      openapiFetch.request(verb, path, { ...init, params, headers: undefined, ...written }),
      init.signal,
    );
    // A failure without a body, or with one like `0`, would look like a success to `if (error)`.
    if (!result.response.ok) result.error ||= { message: `${result.response.status} without a body` };
    return result;
  };
  return { ...openapiFetch, ...verbs(request), request } as unknown as Api;
}

/** The same for the client's methods: it resolves with the body and throws everything else. It has no middleware. */
export function createThrowingApi(configuration: Configuration, send: Send): ThrowingApi {
  const openapiFetch = createOpenapiFetch(configuration.baseUrl);
  return verbs(async (method, path, init) => {
    const { plain, pathSerializer, exchange } = write(
      configuration,
      send,
      decodedOrError,
      method,
      path,
      init,
    );
    const { params, body } = init;
    // "stream": openapi-fetch hands the body through as it is, which is decoded already. (One literal, since spreading
    // objects takes longer than the rest of this.)
    const all = { params, body, parseAs: "stream", plain, pathSerializer, exchange };
    return (await fetched(openapiFetch.request(method, path, all), init.signal)).data;
  }) as unknown as ThrowingApi;
}

const verbs = <Result>(request: (method: string, path: string, init: Init) => Result) =>
  Object.fromEntries(
    ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"].map((verb) => [
      verb,
      (path: string, init: Init) => request(verb, path, init),
    ]),
  );

/** Begins a call: what openapi-fetch writes its request with, and the way to send it. */
function write(
  configuration: Configuration,
  send: Send,
  respond: Respond,
  method: string,
  path: string,
  init: Init,
): Written {
  const { baseUrl, authHeader } = configuration;
  const { params, headers } = init;
  const operation = byMethodAndPath.get(`${method} ${path}`);
  if (!operation) throw new InvalidRequestError(`the description has no ${method} ${path}`);
  const call = beginCall(configuration, operation, params?.path, init);
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
    throw new InvalidRequestError("middleware must not change the origin, path or method of a request", {
      operation: operation.id,
    });
  return { url, method, headers: request.plainHeaders(authHeader), body };
}

/**
 * What openapi-fetch returned. It takes a rejection with null, 0 or "" for none, and fails on the missing response; an
 * abort may have such a reason.
 */
async function fetched(result: Promise<Fetched>, signal: AbortSignal | undefined): Promise<Fetched> {
  try {
    return await result;
  } catch (error) {
    throw signal?.aborted && !signal.reason ? signal.reason : error;
  }
}
