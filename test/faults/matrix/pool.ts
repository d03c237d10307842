/** Maps with so many under way at once, in order. */
export async function pooled<Item, Result>(
  items: readonly Item[],
  width: number,
  run: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const at = next++;
      results[at] = await run(items[at] as Item);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
