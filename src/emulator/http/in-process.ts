import { unlessAborted } from "../model/lifetime.ts";
import { firstHost } from "./hosts.ts";
import {
  ConnectionReset,
  guardedBody,
  isBodiless,
  isForbiddenMethod,
  type Respond,
  STAND_IN_URL,
  type WireRequest,
  type WireResponse,
} from "./wire.ts";

/** The part of the platform's `fetch` that clients use. */
export type Fetch = (input: Request | string | URL, init?: RequestInit) => Promise<Response>;

const MOST_REDIRECTS = 20;

/** A `fetch` that responds in process. It behaves as the platform's does where a caller can tell. */
export function createFetch(respond: Respond): Fetch {
  async function send(fetched: Fetched, redirects: number): Promise<Response> {
    const { request, redirect } = fetched;
    if (request.signal?.aborted) throw request.signal.reason;
    const response = await unlessAborted(respond(request), request.signal).catch((error: unknown) => {
      throw asPlatform("fetch failed", error);
    });

    const location = redirectOf(response);
    if (location === undefined || redirect === "manual") return toResponse(response, request);
    if (redirect === "error" || redirects === MOST_REDIRECTS)
      throw new TypeError("fetch failed", { cause: new Error("unexpected redirect") });
    return send(await followed(fetched, response.status, location), redirects + 1);
  }

  return async (input, init) => send(toFetched(input, init), 0);
}

/** A request as the platform's fetch takes it. */
interface Fetched {
  readonly request: WireRequest;
  readonly url: URL;
  readonly redirect: RequestRedirect;
}

/** Most requests are read directly: a platform request would turn the body into a stream and back. */
function toFetched(input: Request | string | URL, init: RequestInit = {}): Fetched {
  if (isRequest(input)) return fromRequest(new Request(input, init));
  const url = new URL(input);
  const method = normalized(init.method ?? "GET");
  const { body, redirect = "follow" } = init;
  const isOdd = url.username !== "" || url.password !== "" || isForbiddenMethod(method);
  // The platform knows what is wrong with these, and says so in its own words.
  if (isOdd || (body != null && (typeof body !== "string" || method === "GET" || method === "HEAD")))
    return fromRequest(new Request(input, init));

  const headers = new Headers(init.headers);
  if (body != null && !headers.has("content-type")) headers.set("content-type", "text/plain;charset=UTF-8");
  const signal = init.signal ?? undefined;
  return {
    url,
    redirect,
    request: wireRequest(url, { method, headers, signal, text: async () => body ?? "" }),
  };
}

function fromRequest(request: Request): Fetched {
  const url = new URL(request.url);
  return { url, redirect: request.redirect, request: wireRequest(url, request) };
}

function wireRequest(
  url: URL,
  sent: Pick<Request, "method" | "headers" | "text"> & { readonly signal: AbortSignal | undefined },
): WireRequest {
  const { method, headers, signal } = sent;
  return {
    method,
    // As over HTTP: this is how a client names a sandbox host on this machine.
    host: firstHost(headers.get("x-forwarded-host") ?? url.host),
    target: url.pathname + url.search,
    signal,
    header: (name) => headers.get(name) ?? undefined,
    text: async (limit) => within(await sent.text(), limit),
    request: () => new Request(STAND_IN_URL, { method, headers, signal: signal ?? null }),
  };
}

/** Another copy of the platform (a polyfill, a test tool) has a class of its own. */
function isRequest(input: Request | string | URL): input is Request {
  return typeof input === "object" && "headers" in input;
}

function normalized(method: string): string {
  return /^(?:delete|get|head|options|post|put)$/i.test(method) ? method.toUpperCase() : method;
}

/** Nothing when the text is longer than `limit` bytes in UTF-8. */
function within(text: string, limit: number): string | undefined {
  if (text.length * 3 <= limit) return text;
  if (text.length > limit) return undefined;
  return new TextEncoder().encode(text).length > limit ? undefined : text;
}

function redirectOf({ status, headers }: WireResponse): string | undefined {
  return [301, 302, 303, 307, 308].includes(status) ? headers.location : undefined;
}

async function followed({ request, url }: Fetched, status: number, location: string): Promise<Fetched> {
  const becomesGet = status === 303 || (request.method === "POST" && (status === 301 || status === 302));
  const { headers } = request.request();
  const body = becomesGet ? "" : await request.text(Number.POSITIVE_INFINITY);
  const next = new URL(location, url);
  if (next.origin !== url.origin) headers.delete("authorization");
  return toFetched(next, {
    method: becomesGet ? "GET" : request.method,
    headers,
    signal: request.signal ?? null,
    ...(body && { body }),
  });
}

function toResponse({ status, headers, body }: WireResponse, { method, signal }: WireRequest): Response {
  if (isBodiless(status) || method === "HEAD") return new Response(null, { status, headers });
  if (!(body instanceof ReadableStream)) return new Response(body, { status, headers });
  const guarded = guardedBody(body, (part) =>
    unlessAborted(part, signal).catch((error: unknown) => {
      throw asPlatform("terminated", error);
    }),
  );
  return new Response(guarded, { status, headers });
}

/** A connection that broke, in the words of the platform's fetch. Everything else stays as it is. */
function asPlatform(message: string, error: unknown): unknown {
  return error instanceof ConnectionReset ? new TypeError(message, { cause: error }) : error;
}
