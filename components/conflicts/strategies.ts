/** The five ways to settle a field: each is one object for button, key and sentence. */
import type { Conflict, ConflictField, Strategy } from "@/lib/conflicts/schema";

/** The other system's short name: "Lakeside Medical". */
export type SystemName = string;

export type StrategyChoice = {
  id: Strategy;
  /** The key that chooses it; with Shift for every field at once. */
  key: string;
  /** That key as it stands on the button. */
  cap: string;
  label: (system: SystemName) => string;
  /** Where the value comes from, beside what will be saved. */
  source: (system: SystemName) => string;
  /** What the field becomes here; undefined where the strategy gives nothing. */
  valueOf: (field: ConflictField, typed: unknown) => unknown;
  /** Why it cannot be chosen; null where it can. */
  refusal: (conflict: Pick<Conflict, "kind">, field: ConflictField) => string | null;
};

export function isDeletion({ kind }: Pick<Conflict, "kind">): boolean {
  return kind === "DELETED_LOCALLY" || kind === "DELETED_REMOTELY";
}

const always = () => null;

const useLocal: StrategyChoice = {
  id: "USE_LOCAL",
  key: "ArrowLeft",
  cap: "←",
  label: () => "Use Carelane",
  source: () => "Carelane",
  valueOf: ({ local }) => local,
  refusal: always,
};

const useRemote: StrategyChoice = {
  id: "USE_REMOTE",
  key: "ArrowRight",
  cap: "→",
  label: (system) => `Use ${system}`,
  source: (system) => system,
  valueOf: ({ remote }) => remote,
  refusal: always,
};

const merge: StrategyChoice = {
  id: "MERGE",
  key: "m",
  cap: "M",
  label: () => "Merge",
  source: () => "Both, merged",
  valueOf: ({ merged }) => merged,
  refusal: (_, { merged }) => (merged === undefined ? "The two values cannot be merged" : null),
};

const manual: StrategyChoice = {
  id: "MANUAL",
  key: "t",
  cap: "T",
  label: () => "Type a value",
  source: () => "Typed",
  valueOf: (_, typed) => typed,
  refusal: (conflict) => (isDeletion(conflict) ? "A record is kept or deleted" : null),
};

const ignore: StrategyChoice = {
  id: "IGNORE",
  key: "i",
  cap: "I",
  label: () => "Leave both",
  source: () => "Both sides keep their own",
  valueOf: ({ local }) => local,
  refusal: always,
};

export const strategyChoices = [useLocal, useRemote, merge, manual, ignore] as const;

const byId = new Map<Strategy, StrategyChoice>(strategyChoices.map((choice) => [choice.id, choice]));

export function strategyChoice(id: Strategy): StrategyChoice {
  return byId.get(id) ?? ignore;
}
