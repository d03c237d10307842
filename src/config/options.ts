import type { Leap0Event } from "../transport/events.ts";
import type { ApiKey } from "./api-key.ts";
import type { Priority, RateLimit } from "./rate-limit.ts";

/** Limits of a client or of one call. */
export interface Limits {
  /**
   * The longest one attempt may take, from asking for the key to the last byte of the body, in milliseconds. Default
   * 30,000; 300,000 for the operations that move memory or disk to storage (create, pause, stop, start).
   */
  timeoutMs?: number | undefined;
  /**
   * The longest a call may take with all its attempts and waits, in milliseconds. Default 120,000; 600,000 for the
   * operations that move memory or disk to storage.
   */
  totalTimeoutMs?: number | undefined;
  /** How often a call is repeated after its first attempt. Default 2; 0 sends one request and nothing else. */
  maxRetries?: number | undefined;
  /**
   * Which calls start first where calls wait for the rate limiter: `"high"` for what a person waits for, `"low"` for
   * batches. Retries and reads that reconcile keep the call's priority. Default `"normal"`.
   */
  priority?: Priority | undefined;
}

/**
 * Settings of a {@link Leap0Client}. Each has a default, taken from the environment where that is said.
 *
 * @example
 * ```ts
 * const client = new Leap0Client({ apiKey: () => readKey(), maxRetries: 5, timeoutMs: 10_000 });
 * ```
 */
export interface ClientOptions extends Limits {
  /** The organization's API key, or a function that gives it. Default: the environment's `LEAP0_API_KEY`. */
  apiKey?: ApiKey | undefined;
  /**
   * The header that carries the key. `"leap0-authorization"` leaves `authorization` to a proxy, or to the app in the
   * sandbox. Default `"authorization"`.
   */
  authHeader?: "authorization" | "leap0-authorization" | undefined;
  /** Where the API is. https, or http to a loopback address. Default `LEAP0_BASE_URL`, then `https://api.leap0.dev`. */
  baseUrl?: string | undefined;
  /**
   * The domain of the sandboxes' own hosts, which wake them. Default `LEAP0_SANDBOX_DOMAIN`, then
   * `sandbox.leap0.dev`.
   */
  sandboxDomain?: string | undefined;
  /**
   * How fast the client may send, or with `shared` all clients together; `false`: as fast as it can. Default
   * `{ requests: 1000, perMs: 60_000 }`. A call waits for the rate limiter as long as its `totalTimeoutMs` allows: a
   * short one fails fast. A call that cannot start in time because of a 429 fails at once with `RateLimitError`.
   */
  rateLimit?: RateLimit | false | undefined;
  /** Headers for every request, beside the client's own: the key's header and the content type cannot be replaced. */
  headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Allows a client in a web page, which gives its API key to everyone who opens the page. Default `false`: the client
   * throws there. Safe ways: a server of yours in between, or a page that only you open.
   */
  dangerouslyAllowBrowser?: boolean | undefined;
  /** The `fetch` to send with. Default: the global one, looked up at every attempt. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** Is told what the client does, for logs and traces. Events hold no secret. What it throws is ignored. */
  onEvent?: ((event: Leap0Event) => void) | undefined;
}

/**
 * Settings of one call.
 *
 * @example
 * ```ts
 * await client.sandboxes.pause("sbx-abc123", { signal: AbortSignal.timeout(60_000), maxRetries: 0 });
 * ```
 */
export interface CallOptions extends Limits {
  /** Ends the call, its waits included. The call then rejects with the signal's own `reason`. */
  signal?: AbortSignal | undefined;
  /** Headers for this call, over the client's. */
  headers?: Readonly<Record<string, string>> | undefined;
}
