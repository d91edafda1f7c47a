/** What a person's resolution makes of the contested fields. Pure. */
import type { FieldError } from "@/lib/platform/errors";
import { conflictErrors } from "./errors";
import type { ConflictField, Resolution, Strategy } from "./schema";

export interface FieldDecisions {
  /** The record's value of each contested field from now on. */
  readonly values: Record<string, unknown>;
  readonly strategies: Record<string, Strategy>;
  /** The vendor's values of the fields where both sides keep their own. */
  readonly ignored: Record<string, unknown>;
}

type Wanted = Pick<Resolution, "strategy" | "value" | "fields">;

function chosenValue(field: ConflictField, strategy: Strategy, value: unknown): unknown {
  switch (strategy) {
    case "USE_LOCAL":
    case "IGNORE":
      return field.local;
    case "USE_REMOTE":
      return field.remote;
    case "MERGE":
      return field.merged;
    case "MANUAL":
      return value;
    default:
      return strategy satisfies never;
  }
}

/** One value for all fields says nothing once there are several. */
function choiceOf(
  field: ConflictField,
  wanted: Wanted,
  alone: boolean,
): { strategy: Strategy; value?: unknown } {
  return wanted.fields[field.path] ?? { strategy: wanted.strategy, value: alone ? wanted.value : undefined };
}

const nothingChosen: Partial<Record<Strategy, string>> = {
  MANUAL: "send the value it shall have",
  MERGE: "the two sides cannot be merged; choose one or send a value",
};

/** Applies the strategy, or its override by path, to each field. Throws `resolution_invalid` with the paths at fault. */
export function decideFields(fields: readonly ConflictField[], wanted: Wanted): FieldDecisions {
  const errors: FieldError[] = Object.keys(wanted.fields)
    .filter((path) => fields.every((field) => field.path !== path))
    .map((path) => ({ path: `fields.${path}`, message: "this field is not contested" }));
  const decisions: FieldDecisions = { values: {}, strategies: {}, ignored: {} };
  for (const field of fields) {
    const { strategy, value } = choiceOf(field, wanted, fields.length === 1);
    const chosen = chosenValue(field, strategy, value);
    if (chosen === undefined) {
      errors.push({ path: `fields.${field.path}`, message: nothingChosen[strategy] ?? "there is no value" });
    }
    decisions.values[field.path] = chosen;
    decisions.strategies[field.path] = strategy;
    if (strategy === "IGNORE") decisions.ignored[field.path] = field.remote;
  }
  if (errors.length > 0) {
    throw conflictErrors.resolution_invalid({
      detail: "Correct the fields named and send it again.",
      errors,
    });
  }
  return decisions;
}
