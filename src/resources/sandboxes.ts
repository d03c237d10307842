import type { ThrowingApi } from "../api/types.ts";
import { check, kinds } from "../config/check-options.ts";
import type { CallOptions } from "../config/options.ts";
import { nameMethod } from "../errors/leap0-error.ts";
import type { Redactor } from "../errors/redact.ts";
import type {
  KnownSandboxState,
  Sandbox,
  SandboxCreate,
  SandboxListQuery,
  SandboxStatus,
} from "../models.ts";
import type { Wake } from "../transport/wake.ts";
import { Pages } from "./pages.ts";
import { resume } from "./resume.ts";
import { type Read, waitFor } from "./wait-for.ts";

/**
 * Sandboxes and their states. Every method rejects with an {@link OperationError} of its operation, or with the reason
 * of an aborted `signal`.
 */
export class Sandboxes {
  /** Made by `createThrowingApi` (src/api/create-api.ts). */
  readonly #api: ThrowingApi;
  readonly #wake: Wake;
  readonly #redactor: Redactor;

  /** @internal */
  constructor(api: ThrowingApi, wake: Wake, redactor: Redactor) {
    this.#api = api;
    this.#wake = wake;
    this.#redactor = redactor;
  }

  /**
   * Creates a sandbox and starts it. `timeout` counts seconds, `memory` and `disk` MiB. The client does not retry once
   * the request may have reached the API: without the response, the id is unknown. The error then says
   * `outcomeUnknown: true`.
   *
   * @throws {@link BadRequestError} where a field is invalid, {@link ConflictError} where the organization has as many
   * sandboxes as it may have.
   * @example
   * ```ts
   * const sandbox = await client.sandboxes.create({ template_name: "system/debian:bookworm", timeout: 600 });
   * ```
   */
  create(body: SandboxCreate, options?: CallOptions): Promise<Sandbox> {
    return this.#api("POST", "/v1/sandbox/", { body }, options);
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
    return this.#api("GET", "/v1/sandbox/{sandboxID}/", { params: { path: { sandboxID } } }, options);
  }

  /**
   * Lists the organization's sandboxes. `await` it for one page, 20 sandboxes by default; or iterate over every sandbox
   * that is listed when the iteration begins. The iteration loads all pages first, so that a loop may delete or pause
   * what it gets. The limits of `options` hold for each page.
   *
   * @throws {@link BadRequestError} where the API rejects the query; {@link InvalidRequestError} where it has an unknown
   * name.
   * @example
   * ```ts
   * const { items, total_items } = await client.sandboxes.list({ state: "paused" });
   * for await (const { id } of client.sandboxes.list({ state: "running" })) await client.sandboxes.delete(id);
   * ```
   */
  list(query: SandboxListQuery = {}, options?: CallOptions): Pages {
    const load = async (page: { page?: number }) => {
      check(query, kinds.listQuery, "query");
      return this.#api(
        "GET",
        "/v1/sandboxes",
        { params: { query: { ...query, ...page } as { page: number } } },
        options,
      );
    };
    return new Pages(load, Object(query));
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
    return this.#api("DELETE", "/v1/sandbox/{sandboxID}/", { params: { path: { sandboxID } } }, options);
  }

  /**
   * Pauses a running sandbox: memory and disk are kept, and {@link resume} goes on where it was. The API does not say
   * whether the response waits until the sandbox is paused: use {@link waitFor} to be sure.
   *
   * @throws {@link NotFoundError} where there is none, {@link ConflictError} where it is not running.
   * @example
   * ```ts
   * const { state } = await client.sandboxes.pause("sbx-abc123");
   * ```
   */
  pause(sandboxID: string, options?: CallOptions): Promise<Sandbox> {
    return this.#api("POST", "/v1/sandbox/{sandboxID}/pause", { params: { path: { sandboxID } } }, options);
  }

  /**
   * Stops a running sandbox: its disk is kept, its memory is not. {@link start} starts it again.
   *
   * @throws {@link NotFoundError} where there is none, {@link ConflictError} where it is not running.
   * @example
   * ```ts
   * await client.sandboxes.stop("sbx-abc123");
   * ```
   */
  stop(sandboxID: string, options?: CallOptions): Promise<Sandbox> {
    return this.#api("POST", "/v1/sandbox/{sandboxID}/stop", { params: { path: { sandboxID } } }, options);
  }

  /**
   * Starts a stopped sandbox: a fresh machine of its template, with the disk that was kept.
   *
   * @throws {@link NotFoundError} where there is none, {@link ConflictError} where it is not stopped,
   * {@link RateLimitError} where the organization has as many running sandboxes as it may have.
   * @example
   * ```ts
   * await client.sandboxes.start("sbx-abc123");
   * ```
   */
  start(sandboxID: string, options?: CallOptions): Promise<Sandbox> {
    return this.#api("POST", "/v1/sandbox/{sandboxID}/start", { params: { path: { sandboxID } } }, options);
  }

  /**
   * Wakes a paused sandbox and resolves when it is running. The API has no operation for this: a request to the sandbox
   * host wakes it, so a server on the sandbox's default port receives one `GET /`. That request carries the API key, a
   * `User-Agent` and the `headers` of `options`, but not the `headers` of the client: code in the sandbox may read
   * them. A sandbox that runs is left alone.
   *
   * @param options - `totalTimeoutMs` is the longest wait in milliseconds, by default 600,000.
   * @throws {@link Leap0Error} at once where the sandbox is stopped or deleted, and soon where the sandbox host cannot
   * be reached or rejects the request (`cause` says why); {@link InvalidRequestError} where `baseUrl` is not the default
   * and there is no `sandboxDomain`; {@link TimeoutError} at the limit.
   * @example
   * ```ts
   * await client.sandboxes.resume("sbx-abc123");
   * ```
   */
  resume(sandboxID: string, options: CallOptions = {}): Promise<SandboxStatus> {
    return this.#poll("resume", sandboxID, (read) =>
      resume(read, this.#wake, sandboxID, options, this.#redactor.excerpt),
    );
  }

  /**
   * Polls a sandbox, with growing intervals, until it is in one of these states. `"deleted"` is reached as well when the
   * sandbox is gone: where it was gone from the start, the result has `id` and `state` only.
   *
   * @param options - `totalTimeoutMs` is the longest wait in milliseconds, by default 600,000. The last poll comes at
   * its end.
   * @throws {@link InvalidRequestError} where there is no such state, {@link Leap0Error} at once where the sandbox is
   * deleted and the state can no longer come, {@link TimeoutError} at the limit.
   * @example
   * ```ts
   * await client.sandboxes.waitFor("sbx-abc123", ["paused", "stopped"], { totalTimeoutMs: 60_000 });
   * ```
   */
  waitFor(
    sandboxID: string,
    states: KnownSandboxState | readonly KnownSandboxState[],
    options: CallOptions = {},
  ): Promise<SandboxStatus> {
    return this.#poll("waitFor", sandboxID, (read) =>
      waitFor(read, sandboxID, states, options, this.#redactor),
    );
  }

  /** Lets a method read the sandbox, and names it in errors in the place of the operation that reads. */
  async #poll(
    method: string,
    sandboxID: string,
    poll: (read: Read) => Promise<SandboxStatus>,
  ): Promise<SandboxStatus> {
    try {
      return await poll((options) => this.get(sandboxID, options));
    } catch (error) {
      throw nameMethod(error, method);
    }
  }
}
