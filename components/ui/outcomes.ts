/** What a sync did to each record: in this order and these colours in lanes, charts, column heads and reports. */
export const outcomes = [
  { key: "added", label: "Added", fill: "bg-added", token: "var(--color-added)" },
  { key: "changed", label: "Changed", fill: "bg-changed", token: "var(--color-changed)" },
  { key: "unchanged", label: "Unchanged", fill: "bg-unchanged", token: "var(--color-unchanged)" },
  { key: "deleted", label: "Deleted", fill: "bg-deleted", token: "var(--color-deleted)" },
  { key: "conflicted", label: "Conflicts", fill: "bg-conflicted", token: "var(--color-conflicted)" },
] as const;

export type Outcome = (typeof outcomes)[number]["key"];

export type OutcomeCounts = Record<Outcome, number>;
