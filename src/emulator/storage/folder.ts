import type { ListPage, Refusal } from "./answers.ts";
import { readListPage } from "./answers.ts";
import { send } from "./send.ts";
import type { Source } from "./source.ts";
import { listUrl } from "./source.ts";
import { defaultTimeoutMs, withTimeLimit } from "./time-limit.ts";
import type { StorageOptions } from "./types.ts";

/** Most entries of a listing when `maxEntries` is left out. */
export const defaultMaxEntries = 10_000;

/** What the storage has directly below a prefix. */
export interface Folder {
  readonly objects: ListPage["objects"];
  readonly prefixes: ListPage["prefixes"];
  /** Whether the storage has more than was read. */
  readonly unfinished: boolean;
}

/** Reads page after page until there are enough names; undefined when an answer is not a listing. */
export function readFolder(
  source: Source,
  prefix: string,
  options: StorageOptions,
  caller: AbortSignal,
): Promise<Folder | { readonly refusal: Refusal } | undefined> {
  const limit = options.maxEntries ?? defaultMaxEntries;
  return withTimeLimit(options.timeoutMs ?? defaultTimeoutMs, caller, async (signal) => {
    const pages: ListPage[] = [];
    let names = 0;
    let next: string | undefined;
    do {
      const url = listUrl(source, { prefix, delimiter: "/", continuationToken: next });
      const outcome = await send(source, { method: "GET", url }, options, signal);
      if ("refusal" in outcome) return outcome;
      const page = await readListPage(outcome.response);
      if (page === undefined) return undefined;
      pages.push(page);
      names += page.objects.length + page.prefixes.length;
      next = page.next;
    } while (next !== undefined && names < limit);
    return {
      objects: pages.flatMap(({ objects }) => objects),
      prefixes: pages.flatMap(({ prefixes }) => prefixes),
      unfinished: next !== undefined,
    };
  });
}
