import { faultOf, foreignResponse, noResponse, type StorageFault } from "./fault.ts";
import { type ListPage, list } from "./list.ts";
import type { Source } from "./source.ts";
import { TimeLimitError, withTimeLimit } from "./time-limit.ts";

/**
 * Lists keys below the source's prefix, signed or anonymous, and says which field is at fault if that cannot be done. It
 * follows no redirect. It throws nothing but the signal's reason: what a platform says about a failed request may quote
 * it, signature and all, so none of that is repeated.
 */
export async function verify(
  source: Source,
  maxKeys: number,
  caller?: AbortSignal,
): Promise<ListPage | StorageFault> {
  const { prefix, timeoutMs } = source;
  try {
    const listed = await withTimeLimit(timeoutMs, caller, (signal) =>
      list(source, { prefix, maxKeys }, signal),
    );
    if (listed === undefined) return foreignResponse(source);
    return "rejection" in listed ? faultOf(listed.rejection, source) : listed;
  } catch (error) {
    caller?.throwIfAborted();
    return noResponse(source, error instanceof TimeLimitError ? timeoutMs : undefined);
  }
}
