/** How much a contested field matters: the one table. Pure. */
import { type Severity, severities } from "./schema";

/** Who somebody is and what they are given is HIGH, how to reach them MEDIUM; what is not named is LOW. */
const everywhere: Readonly<Record<string, Severity>> = {
  identifiers: "HIGH",
  dateOfBirth: "HIGH",
  gender: "HIGH",
  names: "HIGH",
  deceased: "HIGH",
  medication: "HIGH",
  dose: "HIGH",
  telecoms: "MEDIUM",
  addresses: "MEDIUM",
};

const byEntity: Readonly<Record<string, Readonly<Record<string, Severity>>>> = {
  appointments: { status: "MEDIUM" },
};

/** Severities that an integration sets for single fields of an entity. */
export type SeverityOverrides = Readonly<Record<string, Severity>>;

export function severityOf(entity: string, path: string, overrides: SeverityOverrides = {}): Severity {
  return overrides[path] ?? byEntity[entity]?.[path] ?? everywhere[path] ?? "LOW";
}

/** The highest of some severities; LOW when there are none. */
export function highestSeverity(found: readonly Severity[]): Severity {
  return severities.findLast((severity) => found.includes(severity)) ?? "LOW";
}
