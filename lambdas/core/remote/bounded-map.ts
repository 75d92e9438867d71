/**
 * Maps with at most `limit` calls in flight; results keep the order of `items`. The first rejection rejects the whole and no
 * further item is started.
 *
 * @example await boundedMap([1, 2, 3], 2, async (n) => n * 2) // [2, 4, 6]
 */
export async function boundedMap<Item, Result>(
  items: readonly Item[],
  limit: number,
  map: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  let isStopped = false;
  const work = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (isStopped) return;
      results[index] = await map(item, index);
    }
  };
  const workers = Array.from({ length: Math.min(limit, items.length) }, work);
  try {
    await Promise.all(workers);
  } finally {
    isStopped = true;
  }
  return results;
}
