import { nothingBelowPrefix, type StorageFault, type StorageField, type StorageProblem } from "./fault.ts";
import { readSource, type StorageMount } from "./source.ts";
import { verify } from "./verify.ts";

export type { StorageField, StorageMount, StorageProblem };

/** Options of {@link checkStorage}. */
export interface CheckStorageOptions {
  /** Sends the request. Default: the platform's `fetch`. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Ends the check: it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the whole check. Default 10,000. */
  readonly timeoutMs?: number | undefined;
}

/** What {@link checkStorage} saw. */
export interface StorageCheck {
  /** How many keys are below the prefix. At most 1,000 are counted. */
  readonly keys: number;
  /** Whether there are more keys than were counted. */
  readonly truncated: boolean;
  /**
   * Whether no key is below the prefix: the mount shows an empty folder. Only for a bucket without a prefix, or a prefix
   * that exists as a folder (an object whose key is the prefix); otherwise that is an error.
   */
  readonly empty: boolean;
  /** The region that the service accepted in the signature; missing for an anonymous request. */
  readonly region?: string;
}

/**
 * The storage of a mount cannot be used as the mount says. No property, message, stack or `inspect` holds a credential.
 *
 * @example
 * ```ts
 * import { StorageCheckError } from "leap0-fetch/storage";
 *
 * const explain = (error: unknown) =>
 *   error instanceof StorageCheckError ? `${error.field}: ${error.advice}` : "something else";
 * ```
 */
export class StorageCheckError extends Error {
  /** The field of the mount to change. */
  readonly field: StorageField;
  /** What is wrong, for programs. */
  readonly code: StorageProblem;
  /** What to do about it. */
  readonly advice: string;

  constructor({ field, code, error, advice }: StorageFault) {
    super(`${field} ${error}. ${advice}`);
    this.field = field;
    this.code = code;
    this.advice = advice;
  }

  // An accessor, not a field: it stays out of `inspect` and JSON.
  override get name(): string {
    return "StorageCheckError";
  }
}

/**
 * Asks the storage of a mount, from this machine, whether it can be listed: one list request, signed with the mount's
 * credentials or anonymous without them. A service that demands a signature for another region is asked a second time.
 * Nothing is written, and Leap0 is not contacted.
 *
 * It proves that endpoint, bucket, prefix and credentials fit together. It cannot prove that Leap0 reaches the storage,
 * that it signs for the same region, or that the key may read the objects that it may list.
 *
 * @throws {@link StorageCheckError} that names the field to change
 * @throws TypeError for an option that does not exist
 * @example
 * ```ts
 * import { checkStorage } from "leap0-fetch/storage";
 *
 * const { keys } = await checkStorage({
 *   type: "object-storage",
 *   bucket: "open-data",
 *   mount_path: "/data/open",
 *   endpoint: "https://s3.us-east-1.amazonaws.com",
 * });
 * console.log(`${keys} keys`);
 * ```
 */
export async function checkStorage(
  mount: StorageMount,
  options: CheckStorageOptions = {},
): Promise<StorageCheck> {
  const { fetch, signal, timeoutMs, ...unknown } = options;
  const [misspelt] = Object.keys(unknown);
  if (misspelt !== undefined)
    throw new TypeError(`${misspelt} is not an option of checkStorage: fetch, signal and timeoutMs are`);
  if (timeoutMs !== undefined && !(typeof timeoutMs === "number" && timeoutMs > 0))
    throw new TypeError("timeoutMs must be a number above 0");

  const source = readSource(mount, { fetch, timeoutMs });
  if ("code" in source) throw new StorageCheckError(source);
  const page = await verify(source, 1000, signal);
  if ("code" in page) throw new StorageCheckError(page);

  const found = page.objects.filter(({ key }) => key.startsWith(source.prefix));
  if (source.prefix !== "" && found.length === 0) throw new StorageCheckError(nothingBelowPrefix);
  // A folder that was made as one is an object with the folder's key, which is no key below it.
  const keys = found.filter(({ key }) => key !== source.prefix).length;
  return {
    keys,
    truncated: page.truncated,
    empty: keys === 0 && !page.truncated,
    ...(page.region === undefined ? {} : { region: page.region }),
  };
}
