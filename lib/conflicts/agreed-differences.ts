/** Fields where both sides agreed to differ: the vendor's value there is no change until it becomes another. Pure. */
import type { Data } from "./compare";
import { same } from "./same";

export interface Respected {
  /** The vendor's record, with our agreed value where the vendor still has the one agreed on. */
  readonly remote: Record<string, unknown>;
  /** The differences that still stand; null when there are none. */
  readonly ignored: Data | null;
}

/** The vendor's record as it compares with `base`, our side of the agreement. */
export function respectDifferences(remote: Data, base: Data, ignored: Data | null): Respected {
  const standing = Object.entries(ignored ?? {}).filter(([path, value]) => same(remote[path], value));
  if (standing.length === 0) return { remote: { ...remote }, ignored: null };
  const ours = standing.map(([path]) => [path, base[path]]);
  return { remote: { ...remote, ...Object.fromEntries(ours) }, ignored: Object.fromEntries(standing) };
}
