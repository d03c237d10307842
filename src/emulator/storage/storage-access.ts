import type { ServeMounted } from "../api/sandbox-host.ts";
import type { World } from "../model/world.ts";
import type { EmulatorOptions } from "../options.ts";
import { checkAllowedEndpoints, type StorageOptions, serveMounted, verifyMount } from "./index.ts";

/** How mounts are checked and served; nothing when the emulator was told to leave storage alone. */
export interface StorageAccess {
  readonly verify: NonNullable<World["verify"]>;
  readonly serve: ServeMounted;
}

export function createStorageAccess(options: EmulatorOptions): StorageAccess | undefined {
  if (options.allowedEndpoints) checkAllowedEndpoints(options.allowedEndpoints);
  if (!options.verifyStorage) return undefined;
  const storage: StorageOptions = {
    fetch: options.storageFetch,
    allowedEndpoints: options.allowedEndpoints,
    timeoutMs: options.storageTimeoutMs,
    regions: new Map(),
  };
  return {
    verify: (mount) => verifyMount(mount, storage),
    serve: (request, path, mounts) => serveMounted(request, path, mounts, storage),
  };
}
