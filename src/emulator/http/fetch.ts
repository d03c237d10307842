import { isBodiless } from "../faults/spoil.ts";
import { unlessAborted } from "./abandon.ts";
import { type Answer, type Bytes, ConnectionReset, type Outcome } from "./answer.ts";
import type { Call } from "./call.ts";
import { type Fetched, toCall } from "./fetch-call.ts";

/** The part of the platform's `fetch` that clients use. */
export type Fetch = (input: Request | string | URL, init?: RequestInit) => Promise<Response>;

const MOST_REDIRECTS = 20;

/** A `fetch` that answers in process. It behaves as the platform's does where a caller can tell. */
export function createFetch(respond: (call: Call) => Promise<Outcome>): Fetch {
  async function send(fetched: Fetched, redirects: number): Promise<Response> {
    const { call, redirect } = fetched;
    if (call.signal?.aborted) throw call.signal.reason;
    const outcome = await unlessAborted(respond(call), call.signal);
    if (outcome === "stall") return unlessAborted(new Promise<never>(() => {}), call.signal);
    if (outcome === "reset") throw new TypeError("fetch failed", { cause: new ConnectionReset() });

    const location = redirectOf(outcome);
    if (location === undefined || redirect === "manual") return toResponse(outcome, call);
    if (redirect === "error" || redirects === MOST_REDIRECTS)
      throw new TypeError("fetch failed", { cause: new Error("unexpected redirect") });
    return send(await followed(fetched, outcome.status, location), redirects + 1);
  }

  return async (input, init) => send(toCall(input, init), 0);
}

function redirectOf({ status, headers }: Answer): string | undefined {
  return [301, 302, 303, 307, 308].includes(status) ? headers.location : undefined;
}

async function followed({ call, url }: Fetched, status: number, location: string): Promise<Fetched> {
  const becomesGet = status === 303 || (call.method === "POST" && (status === 301 || status === 302));
  const { headers } = call.request();
  const body = becomesGet ? "" : await call.text(Number.POSITIVE_INFINITY);
  const next = new URL(location, url);
  if (next.origin !== url.origin) headers.delete("authorization");
  return toCall(next, {
    method: becomesGet ? "GET" : call.method,
    headers,
    signal: call.signal ?? null,
    ...(body && { body }),
  });
}

function toResponse({ status, headers, body }: Answer, { method, signal }: Call): Response {
  const content = body instanceof ReadableStream ? abortable(body, signal) : body;
  return new Response(isBodiless(status) || method === "HEAD" ? null : content, { status, headers });
}

/** The body as the platform hands it out: it fails with the signal's reason, or as a connection that broke. */
function abortable(body: ReadableStream<Bytes>, signal: AbortSignal | undefined): ReadableStream<Bytes> {
  const reader = body.getReader();
  return new ReadableStream<Bytes>({
    async pull(controller) {
      try {
        const { done, value } = await unlessAborted(reader.read(), signal);
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        controller.error(
          error instanceof ConnectionReset ? new TypeError("terminated", { cause: error }) : error,
        );
        reader.cancel().catch(() => {});
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
