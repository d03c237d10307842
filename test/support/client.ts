import { type ClientOptions, Leap0Client, type Leap0Event } from "leap0-fetch";
import { API_KEY, sandboxStatus } from "./fixtures.ts";

/** A client with the key of the tests. */
export const clientWith = (options: ClientOptions = {}): Leap0Client =>
  new Leap0Client({ apiKey: API_KEY, ...options });

/** One that tries once, for tests that check a single response. */
export const clientWithoutRetries = (options: ClientOptions): Leap0Client =>
  clientWith({ maxRetries: 0, ...options });

/** A request as a `fetch` was given it, with the time on the (often fake) clock. */
export interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
  readonly at: number;
}

/** What an API does with a request; `index` counts the requests from 0. */
export type Respond = (request: Sent, index: number) => Response | Promise<Response>;

export interface ScriptedFetch {
  (url: string, init: RequestInit): Promise<Response>;
  readonly sent: readonly Sent[];
}

/** An in-process `fetch` that records what it is given. */
export function scriptedFetch(respond: Respond): ScriptedFetch {
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

/** A client of an API that is a function, what it has sent, and its events. */
export function clientOf(respond: Respond, options: ClientOptions = {}) {
  const fetch = scriptedFetch(respond);
  const events: Leap0Event[] = [];
  const client = clientWith({ fetch, onEvent: (event) => void events.push(event), ...options });
  const { api, sandboxes, mounts } = client;
  return { client, api, sandboxes, mounts, fetch, sent: fetch.sent, events };
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

/** The sandbox of the fixtures, running. */
export const ok = (): Response => json(200, sandboxStatus());

/** A response whose body begins and never ends. */
export const stalledBody = (status = 201): Response =>
  new Response(new ReadableStream({ start: (to) => to.enqueue(new TextEncoder().encode('{"id":')) }), {
    status,
  });

export const never = (): Promise<never> => new Promise(() => {});

/** A `fetch` that never responds; it rejects as the platform's does when its signal says so. */
export const hanging = ({ signal }: { signal: AbortSignal }): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener("abort", () =>
      reject(new DOMException("This operation was aborted", "AbortError")),
    );
  });

const failed = (message: string, code: string) =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(message), { code }) });

/** The platform's own words for a connection that broke after the request was sent. */
export const reset: Respond = () => Promise.reject(failed("read ECONNRESET", "ECONNRESET"));

/** The platform's own words for a connection that was never made. */
export const refused: Respond = () =>
  Promise.reject(failed("connect ECONNREFUSED 127.0.0.1:1", "ECONNREFUSED"));

/** The time between each request and the next, in milliseconds. */
export const gapsOf = (sent: readonly Sent[]): number[] =>
  sent.slice(1).map(({ at }, index) => at - (sent[index]?.at ?? 0));

/** The sandboxes that requests were for. */
export const idsOf = (sent: readonly Sent[]): string[] => sent.map(({ url }) => url.split("/")[5] ?? "");
