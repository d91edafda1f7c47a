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

/** Compares by top-level field; `derived` names fields that follow from others and are not compared. */
export function compareThreeWay(base: Data, local: Data, remote: Data, derived: readonly string[]): ThreeWay {
  const merged: Record<string, unknown> = { ...local };
  const contested: string[] = [];
  const fields = new Set([...Object.keys(base), ...Object.keys(local), ...Object.keys(remote)]);
  for (const field of [...fields].sort()) {
    if (derived.includes(field) || same(base[field], remote[field])) continue;
    if (same(base[field], local[field])) merged[field] = remote[field];
    else if (!same(local[field], remote[field])) contested.push(field);
  }
  return { contested, merged };
}
