/** The contested fields of a conflict, with both sides, what a merge would give and what is proposed. Pure. */
import { compareThreeWay, type Data } from "./compare";
import { mergeSet } from "./merge-set";
import { mergeText } from "./merge-text";
import type { ConflictField } from "./schema";
import { type SeverityOverrides, severityOf } from "./severity";

export interface Sides {
  readonly entity: string;
  /** What both sides last agreed on. */
  readonly base: Data;
  readonly local: Data;
  readonly remote: Data;
  /** Fields that follow from others and are not compared. */
  readonly derived: readonly string[];
  /** When our side last changed a field. */
  readonly localChangedAt: (path: string) => Date | null;
  /** When the vendor's record last changed, by the vendor's clock. */
  readonly remoteChangedAt: Date | null;
  readonly severities?: SeverityOverrides;
  /** Fields that systems keep changing back and forth. */
  readonly flips?: readonly string[];
}

/** Free text that people write in lines; every other text is one value. */
const notes: readonly string[] = ["note"];

/** What both changes of a field make together, or undefined where only a person can say. */
export function mergeField(path: string, base: unknown, local: unknown, remote: unknown): unknown {
  if (Array.isArray(local) && Array.isArray(remote)) {
    return mergeSet(path, Array.isArray(base) ? base : [], local, remote);
  }
  const texts = [base, local, remote];
  if (!notes.includes(path) || !texts.every((text) => typeof text === "string")) return undefined;
  const [origin = "", ours = "", theirs = ""] = texts;
  return mergeText(origin, ours, theirs);
}

/** "dateOfBirth" as people read it: "Date of birth". */
function labelOf(path: string): string {
  const words = path.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function suggestionFor(
  merged: unknown,
  local: Date | null,
  remote: Date | null,
): ConflictField["suggestion"] {
  if (merged !== undefined) return "MERGE";
  if (!local || !remote) return null;
  return remote > local ? "USE_REMOTE" : "USE_LOCAL";
}

function describeField(sides: Sides, path: string): ConflictField {
  const [base, local, remote] = [sides.base[path], sides.local[path], sides.remote[path]];
  const merged = mergeField(path, base, local, remote);
  const localChangedAt = sides.localChangedAt(path);
  const flips = sides.flips?.includes(path) ?? false;
  return {
    path,
    label: labelOf(path),
    base: base ?? null,
    local: local ?? null,
    remote: remote ?? null,
    localChangedAt: localChangedAt?.toISOString() ?? null,
    remoteChangedAt: sides.remoteChangedAt?.toISOString() ?? null,
    severity: severityOf(sides.entity, path, sides.severities),
    flips,
    suggestion: flips ? null : suggestionFor(merged, localChangedAt, sides.remoteChangedAt),
    ...(merged !== undefined && { merged }),
  };
}

/** The fields that both sides changed differently, and those that systems keep changing back and forth. */
export function contestedFields(sides: Sides): ConflictField[] {
  const { contested } = compareThreeWay(sides.base, sides.local, sides.remote, sides.derived, sides.flips);
  return contested.map((path) => describeField(sides, path));
}
