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

  /** Every sandbox of every page, each once, also where pages shift while they are read. */
  async *[Symbol.asyncIterator](): AsyncGenerator<SandboxListItem, void, undefined> {
    const seen = new Set<string>();
    for (let page = this.#from; ; page++) {
      const { items } = await this.#load({ page });
      const fresh = (items ?? []).filter(({ id }) => !seen.has(id));
      // Also the end where an API that ignores `page` keeps answering the same.
      if (!fresh.length) return;
      for (const item of fresh) {
        seen.add(item.id);
        yield item;
      }
    }
  }
}
