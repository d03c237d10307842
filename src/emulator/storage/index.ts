import { verify } from "../../storage/verify.ts";
import type { ServeMounted } from "../api/sandbox-host.ts";
import type { FieldError } from "../model/field-errors.ts";
import type { EmulatorOptions } from "../options.ts";
import {
  checkAllowedEndpoints,
  type MountSource,
  readMountSource,
  type ServedMount,
  type StorageOptions,
} from "./mount-source.ts";
import { serveMounted } from "./serve.ts";

export type { DirectoryListing } from "./directory.ts";
export { type ServedMount, type StorageOptions, serveMounted };

/** How mounts are checked and served; nothing without `verifyStorage`. */
export function createStorageAccess(options: EmulatorOptions) {
  const { allowedEndpoints, storageFetch, storageTimeoutMs } = options;
  if (allowedEndpoints) checkAllowedEndpoints(allowedEndpoints);
  if (!options.verifyStorage) return undefined;
  const regions = new Map<string, string>();
  const storage = { fetch: storageFetch, allowedEndpoints, timeoutMs: storageTimeoutMs, regions };
  const serve: ServeMounted = (request, path, mounts) => serveMounted(request, path, mounts, storage);
  return { serve, verify: (mount: MountSource) => verifyMount(mount, storage) };
}

/**
 * Asks the storage for one key below the mount's prefix, with the mount's credentials or without any, and says which
 * field is at fault if it rejects that. No errors mean that the mount can be listed. It never throws.
 */
export async function verifyMount(mount: MountSource, options: StorageOptions = {}): Promise<FieldError[]> {
  const source = readMountSource(mount, options);
  const found = "code" in source ? source : await verify(source, 1);
  return "code" in found ? [{ field: found.field, error: found.error }] : [];
}
