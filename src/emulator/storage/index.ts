export type { DirectoryEntry, DirectoryListing } from "./directory.ts";
export { checkAllowedEndpoints } from "./endpoint.ts";
export { serveMounted } from "./serve.ts";
export type { MountSource, ServedMount, StorageOptions } from "./types.ts";
export { verifyMount } from "./verify.ts";
