/** A record without what one system brought to it. Pure. */
import { canonicalJson } from "@/lib/fhir";

type Data = Readonly<Record<string, unknown>>;

/** One version of a record, and whether the system in question wrote it. */
interface WrittenVersion {
  readonly data: Data;
  readonly theirs: boolean;
}

const isSame = (left: unknown, right: unknown) =>
  canonicalJson(left ?? null) === canonicalJson(right ?? null);

function without(list: readonly unknown[], taken: readonly unknown[]): unknown[] {
  return list.filter((entry) => !taken.some((other) => isSame(entry, other)));
}

/** `present` as if the step from `before` to `after` had not been made; what was changed since then stays. */
function takeBackField(present: unknown, before: unknown, after: unknown): unknown {
  if (isSame(present, after)) return before;
  if (!Array.isArray(present) || !Array.isArray(after)) return present;
  const old = Array.isArray(before) ? before : [];
  const kept = without(present, without(after, old));
  return [...kept, ...without(without(old, after), kept)];
}

function takeBackStep(present: Data, before: Data, after: Data): Data {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (field) => !isSame(before[field], after[field]),
  );
  const values = fields.map((field) => [field, takeBackField(present[field], before[field], after[field])]);
  return { ...present, ...Object.fromEntries(values) };
}

/**
 * The newest of `versions` (oldest first, the first of them not theirs) without what theirs brought. Versions they
 * wrote one after the other are one step: a merge is written as two.
 */
export function takeBack(versions: readonly WrittenVersion[]): Data {
  let present = versions.at(-1)?.data ?? {};
  let end = versions.length - 1;
  while (end > 0) {
    let start = end;
    while (versions[start]?.theirs) start -= 1;
    const [before, after] = [versions[start], versions[end]];
    if (before && after) present = takeBackStep(present, before.data, after.data);
    end = start - 1;
    while (end > 0 && !versions[end]?.theirs) end -= 1;
  }
  return present;
}
