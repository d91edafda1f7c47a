/** Fields where both sides agreed to differ: the vendor's value there is no change until it becomes another. Pure. */
import { z } from "zod";
import type { Data } from "./compare";
import { mergeSet } from "./merge-set";
import { same } from "./same";

export interface Respected {
  /**
   * The vendor's record, with our agreed value where the vendor still has the one agreed on; of a list that is a set,
   * ours with what the vendor changed.
   */
  readonly remote: Record<string, unknown>;
  /** The differences that still stand; null when there are none. */
  readonly ignored: Data | null;
}

const list = z.array(z.unknown());

/** Our list with what the vendor changed in its own since; undefined where that cannot be told apart. */
function changedList(path: string, agreed: unknown, ours: unknown, theirs: unknown): unknown {
  const lists = z.tuple([list, list, list]).safeParse([agreed, ours, theirs]);
  return lists.success ? mergeSet(path, ...lists.data) : undefined;
}

/** The vendor's record as it compares with `base`, our side of the agreement. */
export function respectDifferences(remote: Data, base: Data, ignored: Data | null): Respected {
  const respected: Record<string, unknown> = { ...remote };
  const differing: Record<string, unknown> = {};
  for (const [path, agreed] of Object.entries(ignored ?? {})) {
    const ours = same(remote[path], agreed)
      ? base[path]
      : changedList(path, agreed, base[path], remote[path]);
    if (ours === undefined || same(ours, remote[path])) continue;
    respected[path] = ours;
    differing[path] = remote[path];
  }
  return { remote: respected, ignored: Object.keys(differing).length > 0 ? differing : null };
}
