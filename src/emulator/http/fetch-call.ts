import type { Call } from "./call.ts";

/** A request as the platform's fetch takes it, read the way the platform reads it. */
export interface Fetched {
  readonly call: Call;
  readonly url: URL;
  readonly redirect: RequestRedirect;
}

/** What most calls are made of is read directly: a platform request would turn the body into a stream and back. */
export function toCall(input: Request | string | URL, init: RequestInit = {}): Fetched {
  if (isRequest(input) || needsRequest(init)) return fromRequest(new Request(input, init));
  const url = new URL(input);
  const method = normalized(init.method ?? "GET");
  // The platform knows what is wrong with these, and says so in its own words.
  if (url.username || url.password || ((method === "GET" || method === "HEAD") && init.body != null))
    return fromRequest(new Request(input, init));

  const headers = new Headers(init.headers);
  const body = init.body as string | null | undefined;
  if (body != null && !headers.has("content-type")) headers.set("content-type", "text/plain;charset=UTF-8");
  return {
    url,
    redirect: init.redirect ?? "follow",
    call: {
      method,
      host: url.host,
      target: url.pathname + url.search,
      signal: init.signal ?? undefined,
      header: (name) => headers.get(name) ?? undefined,
      text: async (limit) => within(body ?? "", limit),
      request: () => new Request(url, { method, headers, signal: init.signal ?? null }),
    },
  };
}

function fromRequest(request: Request): Fetched {
  const url = new URL(request.url);
  return {
    url,
    redirect: request.redirect,
    call: {
      method: request.method,
      host: url.host,
      target: url.pathname + url.search,
      signal: request.signal,
      header: (name) => request.headers.get(name) ?? undefined,
      text: async (limit) => within(await request.text(), limit),
      request: () =>
        new Request(url, { method: request.method, headers: request.headers, signal: request.signal }),
    },
  };
}

/** Another copy of the platform (a polyfill, a test tool) has a class of its own. */
function isRequest(input: Request | string | URL): input is Request {
  return typeof input === "object" && "headers" in input;
}

function needsRequest({ body }: RequestInit): boolean {
  return body != null && typeof body !== "string";
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
