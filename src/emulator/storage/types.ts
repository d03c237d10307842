import type { StoredMount } from "../model/mount.ts";

/** What reading a mount's storage needs of it. */
export type MountSource = Pick<
  StoredMount,
  "bucket" | "endpoint" | "prefix" | "access_key_id" | "secret_access_key"
>;

/** What serving a mount's objects needs of it: also where they appear. */
export type ServedMount = MountSource & Pick<StoredMount, "mount_path">;

/** How the emulator reaches storage. */
export interface StorageOptions {
  /** Sends the requests. Default: the platform's `fetch`. */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /**
   * Base URLs that mounts may use. An entry admits its origin and, when it has a path, only what is at or below that
   * path. Default: every http and https endpoint that a caller names.
   */
  readonly allowedEndpoints?: readonly string[] | undefined;
  /**
   * Milliseconds for checking a mount or making a listing, all requests and bodies included, and for an object until
   * its body begins. Default 10,000.
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Remembers which region a service asked to have signed, so that it is asked once. Give the same map to every call;
   * without one, a service in an unusual region costs a second request each time.
   */
  readonly regions?: Map<string, string> | undefined;
  /** Most names in one directory listing; a longer one is cut and says so. Default 10,000. */
  readonly maxEntries?: number | undefined;
}
