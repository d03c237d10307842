export {
  type CheckStorageOptions,
  checkStorage,
  type StorageCheck,
  StorageCheckError,
} from "./check-storage.ts";
export type { StorageField, StorageProblem } from "./fault.ts";
export type { StorageMount } from "./source.ts";
