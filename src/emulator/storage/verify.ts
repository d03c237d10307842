import type { FieldError } from "../http/reply.ts";
import { readListPage } from "./answers.ts";
import { endpointFault, faultOf, notStorage } from "./refusal.ts";
import { send } from "./send.ts";
import { listUrl, readSource } from "./source.ts";
import { defaultTimeoutMs, TimeLimitError, withTimeLimit } from "./time-limit.ts";
import type { MountSource, StorageOptions } from "./types.ts";

/**
 * Asks the storage for one name below the mount's prefix, with the mount's credentials or without any, and says which
 * field is at fault if it refuses. An empty list means that the mount can be read. It never throws, follows no redirect,
 * and no text it returns contains a value of the mount or an address that was asked.
 */
export async function verifyMount(mount: MountSource, options: StorageOptions = {}): Promise<FieldError[]> {
  const source = readSource(mount, options.allowedEndpoints);
  if ("field" in source) return [source];
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  try {
    return await withTimeLimit(timeoutMs, undefined, async (signal) => {
      const url = listUrl(source, { prefix: source.prefix, maxKeys: 1 });
      const outcome = await send(source, { method: "GET", url }, options, signal);
      if ("refusal" in outcome) return [faultOf(outcome.refusal, source)];
      const page = await readListPage(outcome.response);
      return page === undefined ? [endpointFault(source, notStorage.error)] : [];
    });
  } catch (error) {
    // What the platform says about the failure may quote the request, so none of it is repeated.
    const late = error instanceof TimeLimitError;
    return [endpointFault(source, late ? `did not answer within ${timeoutMs} ms` : "cannot be reached")];
  }
}
