/** Reading one step ahead of the work. */

/**
 * Yields what `source` yields, prepared: while one value is worked on, the next is read and prepared. Nothing is read
 * beyond a value that `isLast` names until the work on it is done. A failure comes when its value is asked for.
 */
export async function* readAhead<T, R>(
  source: AsyncIterable<T>,
  prepare: (value: T) => Promise<R>,
  isLast: (value: T) => boolean,
): AsyncGenerator<R> {
  const iterator = source[Symbol.asyncIterator]();
  const read = async () => {
    const { done, value } = await iterator.next();
    return done ? undefined : { prepared: await prepare(value), isLast: isLast(value) };
  };
  let coming = read();
  try {
    for (let current = await coming; current; current = await coming) {
      if (!current.isLast) {
        coming = read();
        // Its failure is told when its turn comes; until then nobody listens.
        coming.catch(() => undefined);
      }
      yield current.prepared;
      if (current.isLast) coming = read();
    }
  } finally {
    await coming.catch(() => undefined);
    await iterator.return?.();
  }
}
