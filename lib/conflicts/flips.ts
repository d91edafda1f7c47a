/** Fields that two systems keep changing back and forth, each through us: no rule ends that, only a person. Pure. */
import type { Data } from "./compare";
import { same } from "./same";

/** A version of a record, and the integration whose job wrote it: null for a person's change. */
export interface Step {
  readonly data: Data;
  readonly by: string | null;
}

/** A field may go from one system's value to another's so often; `steps` are those of the time in which that counts. */
const mostFlips = 5;

/** How often a field went from one system's value to another's since a person last changed it. */
function countFlips(steps: readonly Step[], path: string): number {
  let flips = 0;
  let last: string | null = null;
  steps.forEach(({ data, by }, n) => {
    const before = steps[n - 1];
    if (!before || same(data[path], before.data[path])) return;
    if (by === null) flips = 0;
    else if (last !== null && last !== by) flips += 1;
    last = by;
  });
  return flips;
}

/**
 * The fields that `next` would change once more, though they went back and forth too often already, or though a person
 * has been `asked` about them and has not answered yet.
 */
export function flippingFields(steps: readonly Step[], next: Step, asked: readonly string[] = []): string[] {
  const present = steps.at(-1);
  if (!present) return [];
  return Object.keys(next.data).filter(
    (path) =>
      !same(present.data[path], next.data[path]) &&
      (asked.includes(path) || countFlips([...steps, next], path) > mostFlips),
  );
}
