/** What the field mappings of an entity say about conflicts: who wins a field, and how much it matters. */
import type { ConflictRules } from "@/lib/conflicts";
import { vendorClockOffsetMs } from "@/lib/connectors/protocols/vendor-client";
import type { VersionedMapping } from "@/lib/mapping";

/** A mapping may name a place inside a field; conflicts are found and decided by whole fields. */
function fieldOf(localField: string): string {
  return /^(?:\$\.?)?([A-Za-z]+)/.exec(localField)?.[1] ?? localField;
}

/** The rules of a mapping; undefined when it says nothing about conflicts. */
export function rulesOf(
  mapping: VersionedMapping | undefined,
  integrationId: string,
): ConflictRules | undefined {
  const ruled = (mapping?.fields ?? [])
    .map((field) => field.mapping)
    .filter(({ policy, severity }) => policy ?? severity);
  if (ruled.length === 0) return undefined;
  const policies = new Map(ruled.map(({ localField, policy }) => [fieldOf(localField), policy]));
  const severities = ruled.flatMap(({ localField, severity }) =>
    severity ? [[fieldOf(localField), severity] as const] : [],
  );
  return {
    policyOf: (path) => policies.get(path) ?? "manual",
    severities: Object.fromEntries(severities),
    clockOffsetMs: vendorClockOffsetMs(integrationId),
    by: { kind: "system", id: integrationId, name: "Rules of the field mapping" },
  };
}
