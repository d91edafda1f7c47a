/** Where the arrow keys lead in a tree, as everywhere (WAI-ARIA, tree view). Pure. */
import type { Place } from "./place";
import type { TreeRow } from "./tree";

type Move = { focus: Place } | { toggle: Place } | null;

/** What a key does at a row of those that are shown; null for one that does nothing there. */
export function moveBy(key: string, rows: readonly TreeRow[], at: Place, open: ReadonlySet<Place>): Move {
  const index = rows.findIndex(({ place }) => place === at);
  const row = rows[index];
  if (!row) return null;
  const to = (target: TreeRow | undefined): Move => (target ? { focus: target.place } : null);
  const isOpen = row.opens && open.has(row.place);
  switch (key) {
    case "ArrowDown":
      return to(rows[index + 1]);
    case "ArrowUp":
      return to(rows[index - 1]);
    case "Home":
      return to(rows[0]);
    case "End":
      return to(rows.at(-1));
    case "ArrowRight":
      if (!row.opens) return null;
      return isOpen ? to(rows[index + 1]) : { toggle: row.place };
    case "ArrowLeft":
      if (isOpen) return { toggle: row.place };
      return to(rows.slice(0, index).findLast(({ level }) => level < row.level));
    case "Enter":
    case " ":
      return row.opens ? { toggle: row.place } : null;
    default:
      return null;
  }
}
