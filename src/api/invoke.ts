import type { Configuration } from "../config/configuration.ts";
import { plainHeaders } from "../config/headers.ts";
import { failure } from "../errors/failure.ts";
import { operations } from "../generated/operations.ts";
import { expandPath } from "../path.ts";
import { beginCall } from "../transport/call.ts";
import type { Send } from "../transport/send.ts";
import type { Invoke, Success } from "./types.ts";
import { toJson, toSearch } from "./written.ts";

/** The way of the client's own methods: a body in, a body out, everything else is thrown. */
export function createInvoke(configuration: Configuration, send: Send): Invoke {
  const { baseUrl, headers, authHeader } = configuration;
  return async (id, { path, query, body }, options = {}) => {
    const operation = operations[id];
    const call = beginCall(configuration, operation, path, options);
    const search = query && toSearch(query);
    const request = {
      url: baseUrl + expandPath(operation, path) + (search ? `?${search}` : ""),
      method: operation.method,
      headers: options.headers ? plainHeaders(authHeader, headers, options.headers) : headers,
      body: toJson(body),
    };
    const outcome = await send(call, request);
    if (outcome.kind === "response" && outcome.ok) return outcome.data as Success<typeof id>;
    throw failure(outcome, call);
  };
}
