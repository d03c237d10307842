import { createServer } from "node:http";
import { listening } from "../../../tools/loopback.ts";
import { sandbox } from "../../support/fixtures.ts";

export type LimiterKind = "sliding window" | "fixed window" | "token bucket";

export interface LimitedOptions {
  readonly kind: LimiterKind;
  readonly requests: number;
  readonly perMs: number;
  /** Whether a 429 says how long to wait: in whole seconds, as the header has it. */
  readonly retryAfter: boolean;
}

/** What arrived. */
export interface Tally {
  readonly requests: number;
  /** The most requests in any window of `perMs`. */
  readonly peak: number;
  /** How many sandboxes were paused, and how many more than once. */
  readonly paused: number;
  readonly pausedAgain: number;
}

export interface LimitedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An API whose one operation is pause, and in front of it a rate limit. */
export interface LimitedApi {
  readonly respond: (path: string) => LimitedResponse;
  readonly tally: () => Tally;
}

export function createLimitedApi({ kind, requests, perMs, retryAfter }: LimitedOptions): LimitedApi {
  const roomIn = limiters[kind](requests, perMs);
  const pauses = new Map<string, number>();
  const arrivals: number[] = [];
  return {
    respond(path) {
      const now = performance.now();
      arrivals.push(now);
      const wait = roomIn(now);
      if (wait > 0) {
        const asked = retryAfter ? { "retry-after": String(Math.ceil(wait / 1000)) } : {};
        return response(429, { message: "Too many requests." }, asked);
      }
      const id = path.split("/")[3] ?? "";
      pauses.set(id, (pauses.get(id) ?? 0) + 1);
      return response(201, sandbox({ id, state: "paused" }));
    },
    tally: () => ({
      requests: arrivals.length,
      peak: mostInAWindow(arrivals, perMs),
      paused: pauses.size,
      pausedAgain: [...pauses.values()].filter((count) => count > 1).length,
    }),
  };
}

const response = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): LimitedResponse => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
});

/** The most of these times, which ascend, that any window of this length holds. */
export function mostInAWindow(times: readonly number[], perMs: number): number {
  let from = 0;
  let most = 0;
  for (const [at, time] of times.entries()) {
    while ((times[from] ?? time) <= time - perMs) from++;
    most = Math.max(most, at - from + 1);
  }
  return most;
}

/** Counts a request that arrives at `now` (milliseconds): 0 where there is room for it, else how long until there is. */
type Limiter = (now: number) => number;

/** At most `requests` in any window. What is rejected does not count. */
function slidingWindow(requests: number, perMs: number): Limiter {
  const accepted: number[] = [];
  let oldest = 0;
  return (now) => {
    while ((accepted[oldest] ?? now) <= now - perMs) oldest++;
    if (accepted.length - oldest >= requests) return (accepted[oldest] ?? now) + perMs - now;
    accepted.push(now);
    return 0;
  };
}

/** The count starts again at every multiple of the window, so twice the number can come within a moment. */
function fixedWindow(requests: number, perMs: number): Limiter {
  let window = 0;
  let count = 0;
  return (now) => {
    const current = Math.floor(now / perMs);
    if (current !== window) count = 0;
    window = current;
    if (count >= requests) return (current + 1) * perMs - now;
    count++;
    return 0;
  };
}

/** A bucket of `requests` tokens that fills evenly: what is left over from before can be spent at once. */
function tokenBucket(requests: number, perMs: number): Limiter {
  let tokens = requests;
  let filledAt: number | undefined;
  return (now) => {
    tokens = Math.min(requests, tokens + ((now - (filledAt ?? now)) * requests) / perMs);
    filledAt = now;
    if (tokens < 1) return ((1 - tokens) * perMs) / requests;
    tokens--;
    return 0;
  };
}

const limiters = {
  "sliding window": slidingWindow,
  "fixed window": fixedWindow,
  "token bucket": tokenBucket,
};

export interface LimitedServer {
  readonly url: string;
  readonly tally: () => Tally;
  readonly close: () => Promise<void>;
}

/** Serves the limited API over HTTP. */
export async function startLimited(options: LimitedOptions): Promise<LimitedServer> {
  const api = createLimitedApi(options);
  const server = createServer((request, response) => {
    const { status, headers, body } = api.respond(request.url ?? "/");
    request.resume();
    response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) }).end(body);
  });
  // A burst of connections must not find the queue full.
  const { url, close } = await listening(server, 2048);
  return { url, close, tally: api.tally };
}

/** Longest way to the API or back, in milliseconds. */
const LONGEST_WAY_MS = 25;

/** A `fetch` to an API that is some way off, each request and each response for a time of its own: they overtake. */
export function distantFetch(api: LimitedApi): (url: string) => Promise<Response> {
  let seed = 1;
  const travel = () => {
    // Numbers that look random and are the same in every run.
    seed = (seed * 48_271) % 2_147_483_647;
    return new Promise((resolve) => setTimeout(resolve, (seed / 2_147_483_647) * LONGEST_WAY_MS));
  };
  return async (url) => {
    await travel();
    const { status, headers, body } = api.respond(new URL(url).pathname);
    await travel();
    return new Response(body, { status, headers });
  };
}
