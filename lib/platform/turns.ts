/** Long computations that leave the process responsive. */
import { setImmediate as nextTurn } from "node:timers/promises";

/** How long work may hold the process before others have their turn, in milliseconds. */
const turnMs = 5;

/**
 * Maps items one by one and lets others have their turn every few milliseconds: statements go out, answers come in
 * and leases are renewed while a page of a thousand records is worked on.
 */
export async function mapInTurns<T, R>(items: Iterable<T>, map: (item: T) => R): Promise<R[]> {
  const results: R[] = [];
  let began = performance.now();
  for (const item of items) {
    if (performance.now() - began > turnMs) {
      await nextTurn();
      began = performance.now();
    }
    results.push(map(item));
  }
  return results;
}
