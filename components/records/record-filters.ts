/** The filters of a record list, which live in the address under the names by which the server takes them. */
import { type RecordEntity, referenceFields } from "@/lib/records/schema";

/** What is set, by name. */
export type RecordFilters = Readonly<Record<string, string>>;

/** The filter that keeps the records which point to one of an entity. */
const pointingFilters: Readonly<Partial<Record<RecordEntity, string>>> = {
  patients: "patientId",
  practitioners: "practitionerId",
  encounters: "encounterId",
  appointments: "appointmentId",
  medications: "medicationId",
  observations: "resultId",
};

export type PointingFilter = { name: string; target: RecordEntity };

/** By which records an entity's list can be narrowed: those it points to. */
export function pointingFiltersOf(entity: RecordEntity): PointingFilter[] {
  const targets = new Set<RecordEntity>(Object.values(referenceFields[entity]));
  return [...targets].flatMap((target) => {
    const name = pointingFilters[target];
    return name ? { name, target } : [];
  });
}

type Filtered = { entity: RecordEntity; choices: readonly { name: string }[] };

/** The name of every filter a list has. */
export function filterNames({ entity, choices }: Filtered): string[] {
  const pointing = pointingFiltersOf(entity).map(({ name }) => name);
  return ["q", "integrationId", "deleted", "ids", ...pointing, ...choices.map(({ name }) => name)];
}

/** The filters an address names. */
export function filtersOf(address: Pick<URLSearchParams, "get">, names: readonly string[]): RecordFilters {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = address.get(name);
      return value ? [[name, value]] : [];
    }),
  );
}
