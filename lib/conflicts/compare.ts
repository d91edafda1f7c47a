/**
 * Three-way comparison. A side has changed a field only when it differs from what both sides last agreed on;
 * a field that one side alone changed is no conflict.
 */
import { same } from "./same";

export type Data = Readonly<Record<string, unknown>>;

export interface ThreeWay {
  /** Fields that both sides changed, differently. */
  readonly contested: readonly string[];
  /** Local data with every uncontested remote change taken over. */
  readonly merged: Record<string, unknown>;
}

/** A record of one side with the other's changes in it. */
export interface Laid {
  readonly data: Record<string, unknown>;
  /** The fields that were laid over it. */
  readonly fields: readonly string[];
}

/**
 * Compares by top-level field. `derived` names fields that follow from others and are not compared; `flips` those that
 * only a person decides about, whichever side changed them.
 */
export function compareThreeWay(
  base: Data,
  local: Data,
  remote: Data,
  derived: readonly string[],
  flips: readonly string[] = [],
): ThreeWay {
  const merged: Record<string, unknown> = { ...local };
  const contested: string[] = [];
  const fields = new Set([...Object.keys(base), ...Object.keys(local), ...Object.keys(remote)]);
  for (const field of [...fields].sort()) {
    if (derived.includes(field) || same(base[field], remote[field])) continue;
    if (same(base[field], local[field]) && !flips.includes(field)) merged[field] = remote[field];
    else if (!same(local[field], remote[field])) contested.push(field);
  }
  return { contested, merged };
}

/** `remote` with every field laid over it that changed here since both sides agreed on `base`. */
export function layLocalOver(base: Data, local: Data, remote: Data, derived: readonly string[]): Laid {
  const fields = [...new Set([...Object.keys(base), ...Object.keys(local)])].filter(
    (field) => !derived.includes(field) && !same(base[field], local[field]),
  );
  const ours = fields.map((field) => [field, local[field]]);
  return { fields, data: { ...remote, ...Object.fromEntries(ours) } };
}

/** The vendor's values of the fields in which two records differ; null where they say the same. */
export function differencesTo(local: Data, remote: Data, derived: readonly string[]): Data | null {
  const fields = [...new Set([...Object.keys(local), ...Object.keys(remote)])].filter(
    (field) => !derived.includes(field) && !same(local[field], remote[field]),
  );
  return fields.length > 0 ? Object.fromEntries(fields.map((field) => [field, remote[field] ?? null])) : null;
}
