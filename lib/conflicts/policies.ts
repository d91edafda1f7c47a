/** What a policy makes of the fields that both sides changed. Pure. */
import type { ConflictField, Policy } from "./schema";

/** How the data travels: pull, push, or both ways. */
export type Direction = "INBOUND" | "OUTBOUND" | "BIDIRECTIONAL";

export interface PolicyRules {
  readonly direction: Direction;
  /** The policy of a field, as its mapping or its integration says. */
  readonly policyOf: (path: string) => Policy;
  /** How far the vendor's clock is ahead of ours. */
  readonly clockOffsetMs: number;
}

export interface SettledField {
  readonly path: string;
  readonly strategy: "USE_LOCAL" | "USE_REMOTE" | "MERGE";
  readonly value: unknown;
}

export interface PolicyOutcome {
  readonly settled: readonly SettledField[];
  /** Fields that a person has to decide; with one of them the record is in conflict. */
  readonly open: readonly ConflictField[];
}

type Decision = SettledField["strategy"] | null;

function laterSide(field: ConflictField, clockOffsetMs: number): Decision {
  if (!field.localChangedAt || !field.remoteChangedAt) return null;
  const remoteMs = Date.parse(field.remoteChangedAt) - clockOffsetMs;
  const localMs = Date.parse(field.localChangedAt);
  if (remoteMs === localMs) return null;
  return remoteMs > localMs ? "USE_REMOTE" : "USE_LOCAL";
}

function decide(field: ConflictField, { direction, policyOf, clockOffsetMs }: PolicyRules): Decision {
  if (field.flips) return null;
  const policy = policyOf(field.path);
  switch (policy) {
    case "source_wins":
      return direction === "OUTBOUND" ? "USE_LOCAL" : "USE_REMOTE";
    case "dest_wins":
      return direction === "OUTBOUND" ? "USE_REMOTE" : "USE_LOCAL";
    case "newest_wins":
      return laterSide(field, clockOffsetMs);
    case "merge":
      return field.merged === undefined ? null : "MERGE";
    case "manual":
      return null;
    default:
      return policy satisfies never;
  }
}

/** The value a strategy gives to a field; undefined where there is nothing to merge. */
export function valueBy(strategy: SettledField["strategy"], field: ConflictField): unknown {
  switch (strategy) {
    case "USE_LOCAL":
      return field.local;
    case "USE_REMOTE":
      return field.remote;
    case "MERGE":
      return field.merged;
    default:
      return strategy satisfies never;
  }
}

/** Settles each field by its policy; what no policy may decide stays open. */
export function applyPolicies(fields: readonly ConflictField[], rules: PolicyRules): PolicyOutcome {
  const settled: SettledField[] = [];
  const open: ConflictField[] = [];
  for (const field of fields) {
    const strategy = decide(field, rules);
    if (strategy) settled.push({ path: field.path, strategy, value: valueBy(strategy, field) });
    else open.push(field);
  }
  return { settled, open };
}
