/** Expressions that say yes or no, by JSONata's own idea of what counts as true. */

/** Marked, so that nobody's own expression is taken for a condition. */
const opening = "/*condition*/$boolean((";

/** The expression as one that gives true or false. */
export function conditionOf(expression: string): string {
  return `${opening}${expression}))`;
}

/** Where a position in code lies in what a person wrote, counted from 1. */
export function positionIn(code: string, position: number): number {
  return code.startsWith(opening) ? position - opening.length : position;
}
