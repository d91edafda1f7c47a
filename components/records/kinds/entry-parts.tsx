/** Entries of a person's lists: which are of the past, and what stands beside each. */

/** Whether an entry of a list is of the past, and so stands quieter. */
export function isPast(use: string | null): boolean {
  return use === "old" || use === "maiden";
}

/** The words beside an entry: its use, unless that is the plain one. */
export function wordOfUse(use: string | null): string | null {
  return use && use !== "official" && use !== "usual" ? use : null;
}

export function Aside({ children }: { children: readonly (string | null)[] }) {
  const words = children.filter(Boolean).join(", ");
  return words ? <span className="block text-ink-3 text-xs">{words}</span> : null;
}
