import createClient, { createQuerySerializer } from "openapi-fetch";
import { type PlainHeaders, plainHeaders } from "../config/headers.ts";
import { invalid } from "../errors/leap0-error.ts";

// The only file that imports openapi-fetch. It writes every request of the client: the methods' and those of
// `client.api`. No message here contains a value that was given: it may be a secret.

export type {
  Client,
  MaybeOptionalInit,
  ParamsOption,
  ParseAsResponse,
  RequestBodyOption,
} from "openapi-fetch";

/** What one request is written with, beside its parameters and its body. */
export interface Written {
  /** The headers. Not under their own name: openapi-fetch would make a `Headers` object of them, which few calls need. */
  readonly plain: PlainHeaders;
  /** The URL without a query, with the ids in its path. */
  readonly pathSerializer: () => string;
  /** Sends the request when openapi-fetch has written it and middleware has seen it. */
  readonly sendWritten: (request: LightRequest) => Promise<Response>;
}

/** openapi-fetch's client, as it is used here: `init` is its own and {@link Written}. */
export interface OpenapiFetch {
  request(method: string, path: string, init: Written & Readonly<Record<string, unknown>>): Promise<Fetched>;
}

export interface Fetched {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** openapi-fetch's client with a light request; what is sent, and how, each request brings along. */
export const createOpenapiFetch = (baseUrl: string): OpenapiFetch =>
  createClient({
    baseUrl,
    Request: LightRequest as unknown as typeof globalThis.Request,
    bodySerializer: orInvalid("body", "JSON", (body) => JSON.stringify(body)),
    querySerializer: orInvalid("query", "strings, numbers and booleans", createQuerySerializer()),
    fetch: (request) => (request as unknown as LightRequest).sendWritten(request as unknown as LightRequest),
  }) as unknown as OpenapiFetch;

/**
 * Stands in for `Request`. The platform's own turns the body into a stream, which `fetch` reads back and which can be
 * sent only once.
 */
export class LightRequest {
  readonly url: string;
  readonly body: string | undefined;
  // openapi-fetch copies these from the options of the call to the request, since the request does not have them yet.
  declare readonly method: string;
  declare readonly plain: PlainHeaders;
  declare readonly sendWritten: Written["sendWritten"];
  #headers: Headers | undefined;

  constructor(url: string, { body }: { readonly body: string | undefined }) {
    this.url = url;
    this.body = body;
  }

  /** For middleware, which may change them. */
  get headers(): Headers {
    this.#headers ??= new Headers(
      this.body === undefined ? this.plain : { ...this.plain, "content-type": "application/json" },
    );
    return this.#headers;
  }

  /** The headers as they are to be sent. */
  plainHeaders(authHeader: string): PlainHeaders {
    return this.#headers ? plainHeaders(authHeader, this.#headers) : this.plain;
  }
}

const orInvalid =
  (part: "body" | "query", kind: string, write: (value: unknown) => string) =>
  (value: unknown): string => {
    try {
      return write(value);
    } catch {
      throw invalid(part, `the ${part} must be ${kind}`);
    }
  };
