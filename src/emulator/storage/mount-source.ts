import { readEndpoint } from "../../storage/endpoint.ts";
import type { StorageFault } from "../../storage/fault.ts";
import { readSource, type Source } from "../../storage/source.ts";
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
   * Remembers which region a service asked to have signed. Give the same map to every call; without one, a service in
   * an unusual region costs a second request each time.
   */
  readonly regions?: Map<string, string> | undefined;
  /** Most names in one directory listing; a longer one is cut and says so. Default 10,000. */
  readonly maxEntries?: number | undefined;
}

/** The mount's storage, or the field that keeps it from being asked. */
export function readMountSource(
  mount: MountSource,
  allowed: readonly string[] | undefined,
): Source | StorageFault {
  const source = readSource(mount);
  if ("code" in source || isAllowed(source.base, allowed)) return source;
  return {
    field: "endpoint",
    code: "invalid_field",
    error: "is not among the endpoints that this emulator may use",
    advice: "Add it to allowedEndpoints.",
  };
}

/**
 * Throws for an entry of `allowedEndpoints` that could never match, so that a typing error shows when the emulator is
 * made and not as a rejected mount.
 */
export function checkAllowedEndpoints(allowed: readonly string[]): void {
  const wrong = allowed.findIndex((entry) => readEndpoint(entry) === undefined);
  if (wrong >= 0) {
    throw new TypeError(
      `allowedEndpoints[${wrong}] must be an http or https URL without credentials, query or fragment`,
    );
  }
}

function isAllowed(base: string, allowed: readonly string[] | undefined): boolean {
  if (allowed === undefined) return true;
  return allowed.some((entry) => {
    const admitted = readEndpoint(entry);
    return admitted !== undefined && (base === admitted || base.startsWith(`${admitted}/`));
  });
}
