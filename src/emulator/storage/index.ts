export { createStorageAccess, type StorageAccess, verifyMount } from "./access.ts";
export type { DirectoryEntry, DirectoryListing } from "./directory.ts";
export {
  checkAllowedEndpoints,
  type MountSource,
  type ServedMount,
  type StorageOptions,
} from "./mount-source.ts";
export { serveMounted } from "./serve.ts";
