import type { ThrowingApi } from "../api/types.ts";
import type { CallOptions } from "../config/options.ts";
import type { Mount, MountRequest, MountUpdate } from "../models.ts";
import { ensure, type Underway } from "./ensure.ts";

/** The mounts of a sandbox: buckets that appear in it as folders. */
export class Mounts {
  readonly #api: ThrowingApi;
  readonly #underway: Underway = new Map();

  constructor(api: ThrowingApi) {
    this.#api = api;
  }

  /**
   * The mounts of a sandbox, as an array that is empty where it has none.
   *
   * @example
   * ```ts
   * for (const mount of await client.mounts.list("sbx-abc123")) console.log(mount.mount_path, mount.bucket);
   * ```
   */
  async list(sandboxID: string, options?: CallOptions): Promise<Mount[]> {
    const { mounts } = await this.#api.GET("/v1/sandbox/{sandboxID}/", {
      ...options,
      params: { path: { sandboxID } },
    });
    return mounts ?? [];
  }

  /**
   * Attaches a bucket to a running sandbox.
   *
   * @throws {@link BadRequestError} where a field is refused, {@link ConflictError} where the sandbox has all the
   * mounts it can have.
   * @example
   * ```ts
   * const mount = await client.mounts.add("sbx-abc123", {
   *   type: "object-storage",
   *   bucket: "project-assets",
   *   mount_path: "/data/assets",
   *   endpoint: "https://s3.eu-central-1.amazonaws.com",
   * });
   * ```
   */
  add(sandboxID: string, body: MountRequest, options?: CallOptions): Promise<Mount> {
    return this.#api.POST("/v1/sandbox/{sandboxID}/mounts", {
      ...options,
      params: { path: { sandboxID } },
      body,
    });
  }

  /**
   * Changes a mount. A field that is left out keeps its value; `""` clears a prefix or a credential.
   *
   * @throws {@link BadRequestError}, {@link NotFoundError}, {@link ConflictError}
   * @example
   * ```ts
   * await client.mounts.update("sbx-abc123", "mnt-abc123", { prefix: "" });
   * ```
   */
  update(sandboxID: string, mountID: string, body: MountUpdate, options?: CallOptions): Promise<Mount> {
    return this.#api.PATCH("/v1/sandbox/{sandboxID}/mounts/{mountID}", {
      ...options,
      params: { path: { sandboxID, mountID } },
      body,
    });
  }

  /**
   * Detaches a mount. What is in the bucket stays there.
   *
   * @throws {@link NotFoundError} where there is no such mount.
   * @example
   * ```ts
   * await client.mounts.delete("sbx-abc123", "mnt-abc123");
   * ```
   */
  delete(sandboxID: string, mountID: string, options?: CallOptions): Promise<void> {
    return this.#api.DELETE("/v1/sandbox/{sandboxID}/mounts/{mountID}", {
      ...options,
      params: { path: { sandboxID, mountID } },
    });
  }

  /**
   * Makes a sandbox have this mount at its `mount_path`: adds it, updates it, or leaves it alone where bucket, prefix
   * and `read_only` are as wanted. Safe to repeat, and to run twice at once.
   *
   * It cannot see everything: the API never answers endpoint and credentials, so a mount that differs in these alone
   * is left as it is. To rotate credentials, `update` the mount.
   *
   * @param options - `totalTimeoutMs` holds for all the calls together.
   * @throws what `add` and `update` throw.
   * @example
   * ```ts
   * const mount = await client.mounts.ensure("sbx-abc123", {
   *   type: "object-storage",
   *   bucket: "project-assets",
   *   mount_path: "/data/assets",
   *   endpoint: "https://s3.eu-central-1.amazonaws.com",
   * });
   * ```
   */
  async ensure(sandboxID: string, body: MountRequest, options: CallOptions = {}): Promise<Mount> {
    return ensure(this.#api, this.#underway, sandboxID, body, options);
  }
}
