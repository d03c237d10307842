import type { ThrowingApi } from "../api/types.ts";
import type { CallOptions } from "../config/options.ts";
import type { Sandbox, SandboxCreate, SandboxListQuery, SandboxState, SandboxStatus } from "../models.ts";
import type { Wake } from "../transport/wake.ts";
import { Pages } from "./pages.ts";
import { resume } from "./resume.ts";
import { waitFor } from "./wait-for.ts";

/** Sandboxes and their states. */
export class Sandboxes {
  readonly #api: ThrowingApi;
  readonly #wake: Wake;

  constructor(api: ThrowingApi, wake: Wake) {
    this.#api = api;
    this.#wake = wake;
  }

  /**
   * Creates a sandbox and starts it. Never repeated once it may have reached the API, since nothing tells which
   * sandbox it made: the error then says `outcomeUnknown: true`.
   *
   * @throws {@link BadRequestError} where a field is refused, {@link ConflictError} where the organization has all
   * the sandboxes it can have.
   * @example
   * ```ts
   * const sandbox = await client.sandboxes.create({ template_name: "system/debian:bookworm", timeout: 600 });
   * ```
   */
  create(body: SandboxCreate, options?: CallOptions): Promise<Sandbox> {
    return this.#api.POST("/v1/sandbox/", { ...options, body });
  }

  /**
   * Reads a sandbox, with its state and mounts.
   *
   * @throws {@link NotFoundError} where there is none with this id.
   * @example
   * ```ts
   * const { state, mounts } = await client.sandboxes.get("sbx-abc123");
   * ```
   */
  get(sandboxID: string, options?: CallOptions): Promise<SandboxStatus> {
    return this.#api.GET("/v1/sandbox/{sandboxID}/", { ...options, params: { path: { sandboxID } } });
  }

  /**
   * Lists the organization's sandboxes: `await` it for one page, or iterate over all pages. The limits of `options`
   * hold for each page.
   *
   * @example
   * ```ts
   * const { items, total_items } = await client.sandboxes.list({ state: "paused" });
   * for await (const { id, state } of client.sandboxes.list({ "page-size": 100 })) console.log(id, state);
   * ```
   */
  list(query: SandboxListQuery = {}, options?: CallOptions): Pages {
    return new Pages(
      (page) => this.#api.GET("/v1/sandboxes", { ...options, params: { query: { ...query, ...page } } }),
      query.page,
    );
  }

  /**
   * Deletes a sandbox for good, with its disk and memory. Buckets that were mounted keep their objects.
   *
   * @throws {@link NotFoundError} where there is none, {@link ConflictError} while its state is changing.
   * @example
   * ```ts
   * await client.sandboxes.delete("sbx-abc123");
   * ```
   */
  delete(sandboxID: string, options?: CallOptions): Promise<void> {
    return this.#api.DELETE("/v1/sandbox/{sandboxID}/", { ...options, params: { path: { sandboxID } } });
  }

  /**
   * Pauses a running sandbox: memory and disk are kept, and {@link resume} goes on where it stopped.
   *
   * @throws {@link ConflictError} where it is not running.
   * @example
   * ```ts
   * const { state } = await client.sandboxes.pause("sbx-abc123");
   * ```
   */
  pause(sandboxID: string, options?: CallOptions): Promise<Sandbox> {
    return this.#api.POST("/v1/sandbox/{sandboxID}/pause", { ...options, params: { path: { sandboxID } } });
  }

  /**
   * Stops a running sandbox: its disk is kept, its memory is not.
   *
   * @throws {@link ConflictError} where it is not running.
   * @example
   * ```ts
   * await client.sandboxes.stop("sbx-abc123");
   * ```
   */
  stop(sandboxID: string, options?: CallOptions): Promise<Sandbox> {
    return this.#api.POST("/v1/sandbox/{sandboxID}/stop", { ...options, params: { path: { sandboxID } } });
  }

  /**
   * Starts a stopped sandbox: a fresh machine of its template, with the disk that was kept.
   *
   * @throws {@link ConflictError} where it is not stopped.
   * @example
   * ```ts
   * await client.sandboxes.start("sbx-abc123");
   * ```
   */
  start(sandboxID: string, options?: CallOptions): Promise<Sandbox> {
    return this.#api.POST("/v1/sandbox/{sandboxID}/start", { ...options, params: { path: { sandboxID } } });
  }

  /**
   * Wakes a paused sandbox and resolves when it is running. The API has no operation for this: a request to the
   * sandbox's own host wakes it, so whatever listens there sees one `GET /`. A sandbox that runs is left alone.
   *
   * @throws {@link Leap0Error} where it is neither paused nor on its way, such as stopped: that is what `start` is for.
   * @example
   * ```ts
   * await client.sandboxes.resume("sbx-abc123");
   * ```
   */
  resume(sandboxID: string, options: CallOptions = {}): Promise<SandboxStatus> {
    return resume(this.#api, this.#wake, sandboxID, options);
  }

  /**
   * Reads a sandbox, ever less often, until it is in one of these states. `"deleted"` is reached as well when the
   * sandbox is gone: where it was gone from the start, the answer has nothing but `id` and `state`.
   *
   * @param options - `totalTimeoutMs` is the longest wait, by default 600,000.
   * @throws {@link Leap0Error} at once where the state can no longer come, {@link TimeoutError} at the limit.
   * @example
   * ```ts
   * await client.sandboxes.waitFor("sbx-abc123", ["paused", "stopped"], { totalTimeoutMs: 60_000 });
   * ```
   */
  waitFor(
    sandboxID: string,
    states: SandboxState | readonly SandboxState[],
    options: CallOptions = {},
  ): Promise<SandboxStatus> {
    return waitFor(this.#api, sandboxID, states, options);
  }
}
