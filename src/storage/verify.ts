import { faultOf, foreignResponse, noResponse, type StorageFault } from "./fault.ts";
import { list } from "./list.ts";
import type { ListPage } from "./s3-response.ts";
import type { SendOptions } from "./send.ts";
import type { Source } from "./source.ts";
import { TimeLimitError, withTimeLimit } from "./time-limit.ts";

export interface VerifyOptions extends SendOptions {
  readonly timeoutMs: number;
  /** Most keys to list. Whether any can be listed takes no more than one. */
  readonly maxKeys: number;
  readonly signal?: AbortSignal | undefined;
}

/** A storage that can be listed: what one page of it shows, and the region that was signed. */
export interface Verified {
  readonly page: ListPage;
  readonly region: string | undefined;
}

/**
 * Lists keys below the source's prefix, signed or anonymous, and says which field is at fault if that cannot be done. It
 * follows no redirect. It throws nothing but the signal's reason: what a platform says about a failed request may quote
 * it, signature and all, so none of that is repeated.
 */
export async function verify(
  source: Source,
  { timeoutMs, maxKeys, signal: caller, ...options }: VerifyOptions,
): Promise<Verified | StorageFault> {
  try {
    return await withTimeLimit(timeoutMs, caller, async (signal) => {
      const listed = await list(source, { prefix: source.prefix, maxKeys }, options, signal);
      if ("rejection" in listed) return faultOf(listed.rejection, source);
      const { page, region } = listed;
      return page === undefined ? foreignResponse(source) : { page, region };
    });
  } catch (error) {
    caller?.throwIfAborted();
    return noResponse(source, error instanceof TimeLimitError ? timeoutMs : undefined);
  }
}
