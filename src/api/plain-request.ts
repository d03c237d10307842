import { type PlainHeaders, plainHeaders } from "../config/headers.ts";

interface Init {
  readonly method: string;
  readonly body: string | undefined;
  /** The headers. Not under their own name: openapi-fetch would make a `Headers` object of them, which few calls need. */
  readonly plain: PlainHeaders;
}

/**
 * Stands in for `Request`. The platform's own would turn the body into a stream, for `fetch` to read it back, and
 * could be sent only once.
 */
export class PlainRequest {
  readonly url: string;
  readonly method: string;
  readonly body: string | undefined;
  readonly #plain: PlainHeaders;
  #headers: Headers | undefined;

  constructor(url: string, { method, body, plain }: Init) {
    this.url = url;
    this.method = method;
    this.body = body;
    this.#plain = plain;
  }

  /** For middleware, which may change them. */
  get headers(): Headers {
    this.#headers ??= new Headers(
      this.body === undefined ? this.#plain : { ...this.#plain, "content-type": "application/json" },
    );
    return this.#headers;
  }

  /** As they are to be sent. */
  plainHeaders(authHeader: string): PlainHeaders {
    return this.#headers ? plainHeaders(authHeader, this.#headers) : this.#plain;
  }
}
