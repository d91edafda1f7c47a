/** The filters of a record list, which live in the address. */

export type RecordFilters = {
  q: string;
  integrationId: string;
  patientId: string;
  deleted: boolean;
};

export type FilterName = keyof RecordFilters;

/** The filters an address names. */
export function filtersOf(address: Pick<URLSearchParams, "get">): RecordFilters {
  return {
    q: address.get("q") ?? "",
    integrationId: address.get("integrationId") ?? "",
    patientId: address.get("patientId") ?? "",
    deleted: address.get("deleted") === "true",
  };
}

/** The same as the server takes them; what is not set is left out. */
export function queryOf(filters: RecordFilters): Record<string, string | undefined> {
  return {
    q: filters.q || undefined,
    integrationId: filters.integrationId || undefined,
    patientId: filters.patientId || undefined,
    deleted: filters.deleted ? "true" : undefined,
  };
}

export function isFiltered(filters: RecordFilters): boolean {
  return Object.values(queryOf(filters)).some((value) => value !== undefined);
}
