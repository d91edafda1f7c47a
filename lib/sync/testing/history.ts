/**
 * What synchronisation promises, as small as it can be said: per record three sides and three rules. A history is a
 * random row of edits on both sides, syncs, failures and decisions; this model says how each must end.
 */

const fields = ["status", "note"] as const;
type Field = (typeof fields)[number];
export type Values = Readonly<Record<Field, string>>;

/** A record on both sides. Absent is a side that does not have it yet. */
export interface Modelled {
  base: Values | null;
  local: Values | null;
  remote: Values | null;
}

/** The fields that both sides changed, differently. */
export function contested({ base, local, remote }: Modelled): Field[] {
  if (!base || !local || !remote) return [];
  return fields.filter(
    (field) =>
      base[field] !== local[field] && base[field] !== remote[field] && local[field] !== remote[field],
  );
}

/** A sync of both directions: one side's changes reach the other; where both changed the same, nothing moves. */
export function synchronise(record: Modelled): void {
  const { base, local, remote } = record;
  if (contested(record).length > 0) return;
  const ours = local ?? remote;
  const theirs = remote ?? local;
  if (!ours || !theirs) return;
  const pick = (field: Field) => (base && base[field] === ours[field] ? theirs[field] : ours[field]);
  const agreed = { status: pick("status"), note: pick("note") };
  Object.assign(record, { base: agreed, local: agreed, remote: agreed });
}

/** A person decides: the vendor's state is what both start from, our side is what was chosen. */
export function decide(record: Modelled, side: "USE_LOCAL" | "USE_REMOTE"): void {
  const { base, local, remote } = record;
  if (!base || !local || !remote) return;
  const open = contested(record);
  const pick = (field: Field) => {
    if (open.includes(field)) return side === "USE_LOCAL" ? local[field] : remote[field];
    return base[field] === local[field] ? remote[field] : local[field];
  };
  record.local = { status: pick("status"), note: pick("note") };
  record.base = remote;
}
