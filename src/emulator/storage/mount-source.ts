import { type StorageFault, unusable } from "../../storage/fault.ts";
import { type Reach, readEndpoint, readSource, type Source } from "../../storage/source.ts";
import type { StoredMount } from "../model/mount.ts";

/** What reading a mount's storage needs of it. */
export type MountSource = Pick<
  StoredMount,
  "bucket" | "endpoint" | "prefix" | "access_key_id" | "secret_access_key"
>;

/** What serving a mount's objects needs of it: also where they appear. */
export type ServedMount = MountSource & Pick<StoredMount, "mount_path">;

/** How the emulator reaches storage. */
export interface StorageOptions extends Reach {
  /**
   * Base URLs that mounts may use. An entry admits its origin and, when it has a path, only what is at or below that
   * path. Default: every http and https endpoint that a caller names.
   */
  readonly allowedEndpoints?: readonly string[] | undefined;
  /** Most names in one directory listing; a longer one is cut and says so. Default 10,000. */
  readonly maxEntries?: number | undefined;
}

/** The mount's storage, or the field that keeps it from being asked. */
export function readMountSource(mount: MountSource, options: StorageOptions): Source | StorageFault {
  const source = readSource(mount, options);
  if ("code" in source || isAllowed(source.base, options.allowedEndpoints)) return source;
  return unusable(
    "endpoint",
    "is not among the endpoints that this emulator may use",
    "Add it to allowedEndpoints.",
  );
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
