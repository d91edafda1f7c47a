/** What a person has decided about a conflict so far, and what is sent of it. Pure. */
import type { Conflict, ConflictField, Resolution, Strategy } from "@/lib/conflicts/schema";
import { isDeletion, strategyChoice } from "./strategies";

/** `isSuggested` until the person has confirmed or changed it. */
export type Decision = { readonly strategy: Strategy; readonly value?: unknown; readonly isSuggested?: true };

/** By the field's path. */
export type Decisions = Readonly<Record<string, Decision>>;

/** The path under which a deletion is decided: it has no fields. */
export const wholeRecord = "";

const kept = "Kept, and changed since both sides agreed";
const deleted = "Deleted";

function deletionField({ kind, severity }: Conflict): ConflictField {
  const isHere = kind === "DELETED_LOCALLY";
  return {
    path: wholeRecord,
    label: "The record",
    base: "Kept",
    local: isHere ? deleted : kept,
    remote: isHere ? kept : deleted,
    localChangedAt: null,
    flips: false,
    remoteChangedAt: null,
    severity,
    suggestion: null,
  };
}

/** What has to be decided, the weightiest first as the server gives them within a severity. */
export function fieldsToDecide(conflict: Conflict): readonly ConflictField[] {
  if (isDeletion(conflict)) return [deletionField(conflict)];
  const weight = { HIGH: 0, MEDIUM: 1, LOW: 2 } as const;
  return conflict.fields.toSorted((a, b) => weight[a.severity] - weight[b.severity]);
}

/** The suggestions to start with. What matters much is never decided by default. */
export function suggestedDecisions(conflict: Conflict): Decisions {
  const suggested = conflict.fields.flatMap(({ path, severity, suggestion }) =>
    suggestion && severity !== "HIGH" ? [[path, { strategy: suggestion, isSuggested: true }] as const] : [],
  );
  return Object.fromEntries(suggested);
}

/** The decisions with one more; as they were where the strategy cannot be taken for the field. */
export function decide(
  before: Decisions,
  conflict: Conflict,
  field: ConflictField,
  decision: Decision,
): Decisions {
  if (strategyChoice(decision.strategy).refusal(conflict, field) !== null) return before;
  return { ...before, [field.path]: decision };
}

/** One strategy for every field that can take it. */
export function decideAll(before: Decisions, conflict: Conflict, strategy: Strategy): Decisions {
  return fieldsToDecide(conflict).reduce(
    (decisions, field) => decide(decisions, conflict, field, { strategy }),
    before,
  );
}

export function undecidedFields(conflict: Conflict, decisions: Decisions): readonly ConflictField[] {
  return fieldsToDecide(conflict).filter(({ path }) => !decisions[path]);
}

/** The value a field will have here; undefined while nothing is decided. */
export function valueToSave(field: ConflictField, decision: Decision | undefined): unknown {
  return decision && strategyChoice(decision.strategy).valueOf(field, decision.value);
}

/** The whole is IGNORE only when every field is: such a conflict counts as ignored and not as resolved. */
function strategyOfWhole(decisions: readonly Decision[]): Strategy {
  const strategies = decisions.map(({ strategy }) => strategy);
  return strategies.find((strategy) => strategy !== "IGNORE") ?? "IGNORE";
}

export type Sent = Pick<Resolution, "strategy" | "reason" | "detectedVersion"> & {
  fields?: Readonly<Record<string, { strategy: Strategy; value?: unknown }>>;
};

/** The body of the call that resolves, for decisions about every field. */
export function resolutionOf(conflict: Conflict, decisions: Decisions, reason: string): Sent {
  const { detectedVersion } = conflict;
  const decided = fieldsToDecide(conflict).flatMap(({ path }) => {
    const decision = decisions[path];
    return decision ? [[path, decision] as const] : [];
  });
  const sent = {
    strategy: strategyOfWhole(decided.map(([, decision]) => decision)),
    reason: reason.trim() || undefined,
    detectedVersion,
  };
  if (isDeletion(conflict)) return sent;
  const fields = decided.map(([path, { strategy, value }]) => [path, { strategy, value }] as const);
  return { ...sent, fields: Object.fromEntries(fields) };
}

/** Of earlier decisions those that still speak of what is shown now. */
export function decisionsThatStand(before: Conflict, now: Conflict, decisions: Decisions): Decisions {
  const same = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right);
  const standing = fieldsToDecide(now).flatMap((field) => {
    const was = fieldsToDecide(before).find(({ path }) => path === field.path);
    const decision = decisions[field.path];
    const stands = was && same([was.local, was.remote], [field.local, field.remote]);
    return stands && decision ? [[field.path, decision] as const] : [];
  });
  return { ...suggestedDecisions(now), ...Object.fromEntries(standing) };
}
