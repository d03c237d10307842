import { listIn } from "../api/response.ts";
import type { ThrowingApi } from "../api/types.ts";
import type { CallOptions } from "../config/options.ts";
import type { Mount, MountRequest, MountUpdate } from "../models.ts";
import { ensure, type Underway } from "./ensure.ts";

/**
 * The mounts of a sandbox: buckets that appear in it as folders. Every method rejects with an
 * {@link OperationError} of its operation, or with the reason of an aborted `signal`.
 */
export class Mounts {
  readonly #api: ThrowingApi;
  readonly #underway: Underway = new Map();

  /** @internal */
  constructor(api: ThrowingApi) {
    this.#api = api;
  }

  /**
   * Lists the mounts of a sandbox. The list is empty where there are none. The API has no operation for this: the
   * mounts are read from the sandbox.
   *
   * @throws {@link NotFoundError} where there is no such sandbox.
   * @example
   * ```ts
   * for (const mount of await client.mounts.list("sbx-abc123")) console.log(mount.mount_path, mount.bucket);
   * ```
   */
  async list(sandboxID: string, options?: CallOptions): Promise<Mount[]> {
    const path = { sandboxID };
    const sandbox = await this.#api("GET", "/v1/sandbox/{sandboxID}/", { params: { path } }, options);
    return listIn(sandbox, "mounts", "getSandbox");
  }

  /**
   * Attaches a bucket to a running sandbox. A write whose outcome is unknown is reconciled before it is retried.
   *
   * @throws {@link BadRequestError} where a field is invalid, {@link NotFoundError} where there is no such sandbox,
   * {@link ConflictError} where the sandbox has as many mounts as it may have, or does not run.
   * @example
   * ```ts
   * const mount = await client.mounts.add("sbx-abc123", {
   *   type: "object-storage",
   *   bucket: "project-assets",
   *   mount_path: "/data/assets",
   *   endpoint: "https://s3.eu-central-1.amazonaws.com",
   *   access_key_id: process.env.S3_KEY_ID,
   *   secret_access_key: process.env.S3_SECRET,
   * });
   * ```
   */
  add(sandboxID: string, body: MountRequest, options?: CallOptions): Promise<Mount> {
    const path = { sandboxID };
    return this.#api("POST", "/v1/sandbox/{sandboxID}/mounts", { params: { path }, body }, options);
  }

  /**
   * Changes a mount. A field that is left out keeps its value; `""` clears a prefix or a credential.
   *
   * @throws {@link BadRequestError} where a field is invalid, {@link NotFoundError} where there is no such mount,
   * {@link ConflictError} where the API does not allow the change now.
   * @example
   * ```ts
   * await client.mounts.update("sbx-abc123", "mnt-abc123", { prefix: "" });
   * ```
   */
  update(sandboxID: string, mountID: string, body: MountUpdate, options?: CallOptions): Promise<Mount> {
    const path = { sandboxID, mountID };
    return this.#api(
      "PATCH",
      "/v1/sandbox/{sandboxID}/mounts/{mountID}",
      { params: { path }, body },
      options,
    );
  }

  /**
   * Detaches a mount. The objects in the bucket stay there.
   *
   * @throws {@link NotFoundError} where there is no such mount.
   * @example
   * ```ts
   * await client.mounts.delete("sbx-abc123", "mnt-abc123");
   * ```
   */
  delete(sandboxID: string, mountID: string, options?: CallOptions): Promise<void> {
    const path = { sandboxID, mountID };
    return this.#api("DELETE", "/v1/sandbox/{sandboxID}/mounts/{mountID}", { params: { path } }, options);
  }

  /**
   * Makes a sandbox have this mount at its `mount_path`: adds it, updates it, or leaves it alone where bucket, prefix
   * and `read_only` are as wanted. An empty `prefix` or credential means none. Safe to repeat, and to run many times at
   * once.
   *
   * It cannot detect a changed endpoint or changed credentials: the API never returns them. To rotate credentials,
   * `update` the mount.
   *
   * @param options - `totalTimeoutMs` (milliseconds) covers all requests together. Without it, each has its own limit.
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
  ensure(sandboxID: string, body: MountRequest, options: CallOptions = {}): Promise<Mount> {
    return ensure(this.#api, this.#underway, sandboxID, body, options);
  }
}
