import type { Leap0Event } from "../events.ts";
import type { ApiKey } from "./api-key.ts";
import type { Priority, RateLimit } from "./rate-limit.ts";

/** Limits of a client or of one call. */
export interface Limits {
  /**
   * The longest one attempt may take, from asking for the key to the last byte of the body, in milliseconds. Default
   * 30,000; 300,000 for the operations that move memory or disk to storage (create, pause, stop, start). Node's own
   * `fetch` ends after 300,000 without a response; docs/guides/proxies.md shows the `fetch` to pass for more.
   */
  timeoutMs?: number | undefined;
  /**
   * The longest a call may take with all its attempts, backoffs and waits, in milliseconds. Default 120,000; 600,000 for
   * the operations that move memory or disk to storage.
   */
  totalTimeoutMs?: number | undefined;
  /**
   * How often a call is retried after its first attempt: a whole number. Default 2. With 0 a call sends one request, and
   * nothing is reconciled.
   */
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
  /** The organization's API key, or a function that returns it. Default: `LEAP0_API_KEY` of the environment. */
  apiKey?: ApiKey | undefined;
  /**
   * The header that carries the key. `"leap0-authorization"` leaves `authorization` to a proxy, or to the app in the
   * sandbox. Default `"authorization"`.
   */
  authHeader?: "authorization" | "leap0-authorization" | undefined;
  /**
   * Where the API is, without `/v1`: https, or http to `localhost`, 127.0.0.0/8 or `[::1]`. Default `LEAP0_BASE_URL`,
   * then `https://api.leap0.dev`.
   */
  baseUrl?: string | undefined;
  /**
   * The domain of the sandbox hosts, which wake sandboxes: a host name, with a port where needed. The API key is sent
   * there. Default `LEAP0_SANDBOX_DOMAIN`, then `sandbox.leap0.dev` for the default `baseUrl` and `localhost` with the
   * same port for one on this machine. With any other `baseUrl`, `resume` needs it.
   */
  sandboxDomain?: string | undefined;
  /**
   * How fast the client may send, or with `shared` all clients together; `false`: as fast as it can. Default
   * `{ requests: 1000, perMs: 60_000 }`. A call waits for the rate limiter as long as its `totalTimeoutMs` allows: a
   * short one fails fast. A call that cannot start in time because of a 429 fails at once with `RateLimitError`.
   */
  rateLimit?: RateLimit | false | undefined;
  /**
   * Headers for every request to the API, beside the client's own: the key's header and the content type cannot be
   * replaced. Requests to sandbox hosts do not carry them.
   */
  headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Allows a client in a web page, where anyone who opens the page can read its API key. Default `false`: the client
   * throws there. Call Leap0 from your own server instead, or use a page that only you open.
   */
  dangerouslyAllowBrowser?: boolean | undefined;
  /** The `fetch` to send with. Default: the global one, looked up at every attempt. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** Receives an event for each step of a call, for logs and traces. Events hold no secret. What it throws is ignored. */
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
  /** Ends the call at once, also while it waits. The call then rejects with the signal's own `reason`. */
  signal?: AbortSignal | undefined;
  /** Headers for this call, over the client's. Those of `resume` go to the sandbox host as well. */
  headers?: Readonly<Record<string, string>> | undefined;
}
