/** A request as a `fetch` was given it, with the time on the (often fake) clock. */
export interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
  readonly at: number;
}

export interface ScriptedFetch {
  (url: string, init: RequestInit): Promise<Response>;
  readonly sent: readonly Sent[];
}

/** An in-process `fetch` that records what it is given; `respond` gets the request and its index from 0. */
export function scriptedFetch(
  respond: (request: Sent, index: number) => Response | Promise<Response>,
): ScriptedFetch {
  const sent: Sent[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    const request: Sent = {
      url,
      method: init.method ?? "GET",
      headers: Object.fromEntries(new Headers(init.headers)),
      body: init.body as string | undefined,
      signal: init.signal as AbortSignal,
      at: performance.now(),
    };
    return respond(request, sent.push(request) - 1);
  };
  return Object.assign(fetch, { sent });
}

/** A response as the API returns it: JSON, or nothing where there is no body. */
export const json = (
  status: number,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Response =>
  new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
  });

/** A `fetch` that never responds; it rejects as the platform's does when its signal says so. */
export const hanging = ({ signal }: { signal: AbortSignal }): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener("abort", () =>
      reject(new DOMException("This operation was aborted", "AbortError")),
    );
  });

/** The platform's own words for a connection that broke after the request was sent. */
export const connectionReset = (): TypeError =>
  new TypeError("fetch failed", {
    cause: Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }),
  });

/** The platform's own words for a connection that was never made. */
export const connectionRefused = (): TypeError =>
  new TypeError("fetch failed", {
    cause: Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:1"), { code: "ECONNREFUSED" }),
  });
