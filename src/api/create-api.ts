import { kinds } from "../config/check-options.ts";
import type { Configuration } from "../config/configuration.ts";
import type { CallOptions } from "../config/options.ts";
import type { Send } from "../transport/send.ts";
import { createOpenapiFetch } from "./openapi-fetch.ts";
import { type Init, perform, type Surface } from "./perform.ts";
import { decodedOrError, redactedResponse } from "./response.ts";
import type { Api, ThrowingApi } from "./types.ts";

/** `client.api`: openapi-fetch as its users know it, on our transport. It returns `{ data, error, response }`. */
export function createApi(configuration: Configuration, send: Send): Api {
  const openapiFetch = createOpenapiFetch(configuration.baseUrl);
  const optionKinds = kinds.request;
  const surface: Surface = { configuration, openapiFetch, send, respond: redactedResponse, optionKinds };
  const request = async (method: string, path: string, init: Init & CallOptions = {}) => {
    const result = await perform(surface, `${method}`.toUpperCase(), path, init, init);
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
  const openapiFetch = createOpenapiFetch(configuration.baseUrl);
  const optionKinds = kinds.call;
  const surface: Surface = { configuration, openapiFetch, send, respond: decodedOrError, optionKinds };
  return (async (method: string, path: string, init: Init, options: CallOptions = {}) =>
    // "stream": openapi-fetch hands the body through as it is, which is decoded already.
    (await perform(surface, method, path, { ...init, parseAs: "stream" }, options)).data) as ThrowingApi;
}
