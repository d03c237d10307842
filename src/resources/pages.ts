import { listIn } from "../api/response.ts";
import { pageSize } from "../generated/facts.ts";
import type { SandboxList, SandboxListItem, SandboxListQuery } from "../models.ts";

const itemsOf = (page: SandboxList) => listIn<SandboxListItem>(page, "items", "listSandboxes");

type Load = (page: { page?: number }) => Promise<SandboxList>;

/**
 * A list of sandboxes: a promise of one page, and an iteration over all pages. Nothing is sent before one of the two is
 * asked for.
 *
 * @example
 * ```ts
 * const { items, total_items } = await client.sandboxes.list();
 * for await (const { id } of client.sandboxes.list({ state: "running" })) await client.sandboxes.pause(id);
 * ```
 */
export class Pages implements Promise<SandboxList>, AsyncIterable<SandboxListItem> {
  readonly #load: Load;
  readonly #query: SandboxListQuery;
  #first: Promise<SandboxList> | undefined;

  /** @internal */
  constructor(load: Load, query: SandboxListQuery) {
    this.#load = load;
    this.#query = query;
  }

  /** Loads the page, once for all that ask. */
  // biome-ignore lint/suspicious/noThenProperty: to be awaited is what it is for.
  then<A = SandboxList, B = never>(
    onDone?: ((page: SandboxList) => A | PromiseLike<A>) | null,
    onFailed?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#first ??= this.#load({}).then((page) => ({ ...page, items: itemsOf(page) }));
    return this.#first.then(onDone, onFailed);
  }

  /** Like a promise's own: sees the failure of the page. */
  catch<B = never>(onFailed?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<SandboxList | B> {
    return this.then(null, onFailed);
  }

  /** Like a promise's own: is called when the page is there, or has failed. */
  finally(onEnd?: (() => void) | null): Promise<SandboxList> {
    return this.then().finally(onEnd);
  }

  get [Symbol.toStringTag](): string {
    return "Pages";
  }

  /**
   * Every sandbox that is listed when the iteration begins, each once. All pages are loaded before the first sandbox is
   * given out: a loop that pauses or deletes what it gets changes the list, and the rest would move to pages that were
   * read already.
   *
   * @throws what `list` throws, before the first sandbox.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<SandboxListItem, void, undefined> {
    const found = new Map<unknown, SandboxListItem>();
    let before: number;
    // Others may change the list while it is loaded. Again, then, until a pass brings nothing new.
    do before = found.size;
    while (!(await this.#pass(found)) && found.size > before);
    yield* found.values();
  }

  /** Loads all pages. `true` where they hold as many sandboxes as the API counts, or are one page. */
  async #pass(found: Map<unknown, SandboxListItem>): Promise<boolean> {
    const { page: from = 1, "page-size": size = pageSize } = this.#query;
    const skipped = (from - 1) * size;
    const seen = new Set<unknown>();
    let highest = 0;
    let page = from;
    // So many pages in a row may bring nothing new: an API that ignores `page` returns the same one for ever.
    for (let stale = 0; stale < 3; page++) {
      const list = await this.#load({ page });
      const items = itemsOf(list);
      const before = seen.size;
      for (const item of items) {
        const key = item.id ?? item;
        seen.add(key);
        if (!found.has(key)) found.set(key, item);
      }
      stale = seen.size > before ? 0 : stale + 1;
      const count = (Number(list.total_items) || 0) - skipped;
      highest = Math.max(highest, count);
      // Neither sign is enough: a count may be missing or wrong, and a page may hold less than it could. Without a count,
      // an empty page may be in the middle: the next one tells.
      const isLast = items.length || page === from || count > 0 || stale > 1;
      if (items.length < size && seen.size >= count && isLast) break;
    }
    return page === from || found.size >= highest;
  }
}
