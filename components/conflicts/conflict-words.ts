/** Conflicts in the words of people. Pure. */
import { entityWord } from "@/components/sync/job-words";
import type { ShapeName } from "@/components/ui/status-shape";
import type { Conflict, Severity, Strategy } from "@/lib/conflicts/schema";
import { fieldsToDecide } from "./decisions";
import { isDeletion, strategyChoice } from "./strategies";

export const severityLevels = { HIGH: "high", MEDIUM: "medium", LOW: "low" } as const satisfies Record<
  Severity,
  ShapeName
>;

export const severityWords = { HIGH: "High", MEDIUM: "Medium", LOW: "Low" } as const satisfies Record<
  Severity,
  string
>;

export const statusWords = { OPEN: "Open", RESOLVED: "Resolved", IGNORED: "Left as they are" } as const;

export const statusShapes = { OPEN: "ask", RESOLVED: "ok", IGNORED: "off" } as const satisfies Record<
  Conflict["status"],
  ShapeName
>;

/** What is contested, shortly: "Date of birth", or what was deleted where. */
export function subjectOf(conflict: Conflict, system: string): string {
  if (conflict.kind === "DELETED_LOCALLY") return "Deleted in Carelane";
  if (conflict.kind === "DELETED_REMOTELY") return `Deleted in ${system}`;
  return fieldsToDecide(conflict)[0]?.label ?? entityWord(conflict.entity);
}

/** Said of a field that systems keep changing back and forth. */
export const flipsWords = "Keeps changing back and forth";

/** How many fields there are beside the one that names the conflict. */
export function furtherFields({ fields }: Conflict): number {
  return Math.max(fields.length - 1, 0);
}

/** "Patients. Changed on both sides: 4 fields need a decision". */
export function conflictLine(conflict: Conflict, system: string): string {
  const what = entityWord(conflict.entity);
  switch (conflict.kind) {
    case "DELETED_LOCALLY":
      return `${what}. Deleted in Carelane, and changed in ${system} since`;
    case "DELETED_REMOTELY":
      return `${what}. Deleted in ${system}, and changed in Carelane since`;
    case "PRECONDITION":
      return `${what}. ${system} refused what was sent, for its record had changed`;
    case "FIELD": {
      const count = conflict.fields.length;
      if (conflict.status !== "OPEN") return `${what}. Was changed on both sides`;
      if (conflict.fields.every(({ flips }) => flips)) {
        return `${what}. Systems keep changing ${count === 1 ? "one field" : `${count} fields`} back and forth: decide which is right`;
      }
      return `${what}. Changed on both sides: ${count === 1 ? "one field needs" : `${count} fields need`} a decision`;
    }
  }
}

const deletionOutcomes = {
  DELETED_LOCALLY: {
    USE_LOCAL: () => "The record stays deleted here.",
    USE_REMOTE: (system: string) => `The record comes back here as ${system} has it.`,
    IGNORE: (system: string) => `The record stays deleted here, and stays in ${system}.`,
  },
  DELETED_REMOTELY: {
    USE_LOCAL: (system: string) => `The record stays here and is no longer linked to ${system}.`,
    USE_REMOTE: () => "The record is deleted here. Its history is kept.",
    IGNORE: (system: string) => `The record stays here, and stays deleted in ${system}.`,
  },
} as const;

/** What a decision about a deletion does; null for other conflicts. */
export function deletionOutcome({ kind }: Conflict, strategy: Strategy, system: string): string | null {
  if (kind !== "DELETED_LOCALLY" && kind !== "DELETED_REMOTELY") return null;
  if (strategy === "MERGE" || strategy === "MANUAL") return null;
  return deletionOutcomes[kind][strategy](system);
}

/** Where the values came from: "Carelane", "Lakeside Medical", or "Mixed" where fields differ. */
export function sourceWords({ decisions, strategy }: Conflict, system: string): string {
  const taken = new Set(Object.values(decisions ?? {}));
  if (taken.size > 1) return "Mixed, field by field";
  const [only = strategy] = taken;
  return only ? strategyChoice(only).source(system) : "Both agree again";
}

/** What is sent when the decision is saved, and to whom. `syncDirection` is the integration's, if it is known. */
export function consequence(
  conflict: Conflict,
  system: string,
  syncDirection: "pull" | "push" | "bidirectional" | undefined,
): string {
  const here = isDeletion(conflict) ? "Saving settles it here." : "Saving writes a new version here.";
  if (syncDirection === undefined) return here;
  return syncDirection === "pull"
    ? `${here} Nothing is sent to ${system}: it is only read.`
    : `${here} What differs from ${system} goes out with the next push.`;
}

/** When which side changed last: the side whose value is newer, where both times are known. */
export function newerSide(field: Conflict["fields"][number]): "local" | "remote" | null {
  const { localChangedAt, remoteChangedAt } = field;
  if (!localChangedAt || !remoteChangedAt) return null;
  return Date.parse(remoteChangedAt) > Date.parse(localChangedAt) ? "remote" : "local";
}
