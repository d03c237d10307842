import createOpenapiFetch, { type Client } from "openapi-fetch";
import type { OutgoingRequest } from "../call/attempt.ts";
import { beginCall, type Call } from "../call/call.ts";
import type { Outcome } from "../call/outcome.ts";
import type { Send } from "../call/send.ts";
import { type Configuration, checkLimits } from "../configuration/configuration.ts";
import type { CallOptions } from "../configuration/options.ts";
import { InvalidRequestError } from "../errors/leap0-error.ts";
import type { Operation } from "../generated/operations.ts";
import type { paths } from "../generated/schema.ts";
import { expandPath } from "../path.ts";

// The only file that runs openapi-fetch: it puts query, body and headers together, and the rest is ours.

/** The typed openapi-fetch client of this API. */
export type Api = Client<paths, "application/json">;

/** What openapi-fetch takes for one request, beside our own options. */
export interface Init extends CallOptions {
  params?: { path?: Readonly<Record<string, string>> | undefined; query?: unknown };
  body?: unknown;
  parseAs?: string;
}

/**
 * Stands in for `Request`. The platform's own would turn the body into a stream, for `fetch` to read it back, and
 * could be sent only once.
 */
class PlainRequest implements OutgoingRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | undefined;

  constructor(url: string, { method, headers, body, onBuilt }: OutgoingRequest & { onBuilt: () => void }) {
    this.url = url;
    this.method = method;
    this.headers = headers;
    this.body = body;
    onBuilt();
  }
}

export const createCarrier = ({ baseUrl, headers }: Configuration): Api =>
  createOpenapiFetch<paths>({
    baseUrl,
    headers,
    Request: PlainRequest as unknown as typeof Request,
    bodySerializer: (body) => JSON.stringify(body),
  });

/** Has a request built, sends it, and gives its outcome to `respond`, which makes a response of it or throws. */
export async function carry<Result>(
  carrier: Api,
  send: Send,
  configuration: Configuration,
  operation: Operation,
  init: Init,
  respond: (outcome: Outcome, call: Call, body: string | undefined) => Response,
): Promise<Result> {
  checkLimits(init);
  const ids = init.params?.path ?? {};
  const path = configuration.baseUrl + expandPath(operation, ids);
  init.signal?.throwIfAborted();
  const call = beginCall(configuration, operation, ids, init);
  let built = false;
  let failed: { error: unknown } | undefined;
  try {
    const request = carrier.request as unknown as (
      method: string,
      path: string,
      init: unknown,
    ) => Promise<Result>;
    return await request(operation.method, operation.path, {
      ...init,
      pathSerializer: () => path,
      onBuilt: () => {
        built = true;
      },
      fetch: async (request: OutgoingRequest) => {
        try {
          if (request.headers.has(configuration.authHeader))
            throw new InvalidRequestError(
              `headers must leave ${configuration.authHeader} to the client's apiKey`,
            );
          return respond(await send(call, request), call, request.body);
        } catch (error) {
          failed = { error };
          // openapi-fetch takes a rejection with null, 0 or "" for none: an abort may have such a reason.
          throw error || failed;
        }
      },
    });
  } catch (error) {
    if (error === failed) throw failed?.error;
    if (built) throw error;
    // Its message would repeat the value that did not fit.
    throw new InvalidRequestError("headers must be strings without line breaks, and a body must be JSON", {
      operation: operation.id,
    });
  }
}
