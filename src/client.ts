import { createApi, createThrowingApi } from "./api/create-api.ts";
import type { Api } from "./api/types.ts";
import { configure } from "./config/configuration.ts";
import type { ClientOptions } from "./config/options.ts";
import { createRateLimiter } from "./rate-limit/rate-limiter.ts";
import { Mounts } from "./resources/mounts.ts";
import { Sandboxes } from "./resources/sandboxes.ts";
import { createSend } from "./transport/send.ts";
import { createWake } from "./transport/wake.ts";

/**
 * The client of the Leap0 API. One instance serves a whole program: its calls share one rate limiter and one retry
 * budget. It holds its key where neither `console.log` nor `JSON.stringify` finds it.
 *
 * @throws {@link InvalidRequestError} where a setting cannot be used.
 * @example
 * ```ts
 * import { Leap0Client } from "leap0-fetch";
 *
 * const client = new Leap0Client(); // the key comes from LEAP0_API_KEY
 * const sandbox = await client.sandboxes.create({ template_name: "system/debian:bookworm" });
 * await client.sandboxes.pause(sandbox.id);
 * ```
 */
export class Leap0Client {
  /** Sandboxes: create, read, list, pause, stop, start, resume, delete, wait for a state. */
  readonly sandboxes: Sandboxes;
  /** Mounts: list, add, update, delete. */
  readonly mounts: Mounts;
  /**
   * The typed openapi-fetch client of the same API, on the same transport: same key, guards, limits and retries. It
   * returns `{ data, error, response }` and does not throw on a status. Base URL, `fetch` and serializers are the
   * client's; a call may bring `signal`, `timeoutMs`, `totalTimeoutMs`, `maxRetries` and `headers`.
   *
   * @example
   * ```ts
   * const { data, error } = await client.api.POST("/v1/sandbox/{sandboxID}/pause", {
   *   params: { path: { sandboxID: "sbx-abc123" } },
   * });
   * ```
   */
  readonly api: Api;

  constructor(options: ClientOptions = {}) {
    const configuration = configure(options);
    const { rateLimit } = configuration;
    const send = createSend(configuration, rateLimit && createRateLimiter(rateLimit));
    const api = createThrowingApi(configuration, send);
    this.sandboxes = new Sandboxes(api, createWake(configuration), configuration.redactor);
    this.mounts = new Mounts(api);
    this.api = createApi(configuration, send);
  }
}
