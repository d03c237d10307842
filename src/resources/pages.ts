import type { SandboxList, SandboxListItem } from "../models.ts";

type Load = (page: { page?: number }) => Promise<SandboxList>;

/**
 * A list of sandboxes: a promise of its first page, and an iteration over all pages. Nothing is sent before one of
 * the two is asked for.
 */
export class Pages implements Promise<SandboxList>, AsyncIterable<SandboxListItem> {
  readonly #load: Load;
  readonly #from: number;
  #first: Promise<SandboxList> | undefined;

  /** @internal */
  constructor(load: Load, from = 1) {
    this.#load = load;
    this.#from = from;
  }

  // biome-ignore lint/suspicious/noThenProperty: to be awaited is what it is for.
  then<A = SandboxList, B = never>(
    onDone?: ((page: SandboxList) => A | PromiseLike<A>) | null,
    onFailed?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#first ??= this.#load({});
    return this.#first.then(onDone, onFailed);
  }

  catch<B = never>(onFailed?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<SandboxList | B> {
    return this.then(null, onFailed);
  }

  finally(onEnd?: (() => void) | null): Promise<SandboxList> {
    return this.then().finally(onEnd);
  }

  get [Symbol.toStringTag](): string {
    return "Pages";
  }

  /**
   * The sandboxes of all pages, each once. Sandboxes that appear meanwhile do not end it early; where some are deleted
   * meanwhile, the rest moves up, and what moves to a page that was read already is not seen.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<SandboxListItem, void, undefined> {
    const seen = new Set<string>();
    let size = 0;
    let stale = 0;
    // Two pages in a row without anything new: an API that ignores `page`, and answers the same for ever.
    for (let page = this.#from; stale < 2; page++) {
      const { items, total_items } = await this.#load({ page });
      if (!items?.length) return;
      stale++;
      for (const item of items) {
        if (!item || seen.has(item.id)) continue;
        stale = 0;
        seen.add(item.id);
        yield item;
      }
      size = Math.max(size, items.length);
      if (page * size >= total_items) return;
    }
  }
}
