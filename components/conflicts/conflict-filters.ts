/** The filters of the conflict list, which live in the address. */
import {
  type BulkResolution,
  type Conflict,
  type ConflictQuery,
  conflictStatusSchema,
  severitySchema,
} from "@/lib/conflicts/schema";

export type ConflictFilters = {
  status: Conflict["status"];
  severity: Conflict["severity"] | null;
  entity: string | null;
  /** An integration's id. */
  system: string | null;
  record: string | null;
  /** A sync job's id. */
  job: string | null;
};

/** What an address names; a value that is no filter counts as none. */
export function filtersOf(address: Pick<URLSearchParams, "get">): ConflictFilters {
  return {
    status: conflictStatusSchema.safeParse(address.get("status")).data ?? "OPEN",
    severity: severitySchema.safeParse(address.get("severity")).data ?? null,
    entity: address.get("entity"),
    system: address.get("system"),
    record: address.get("record"),
    job: address.get("job"),
  };
}

/** Takes every filter out of the address but the status. */
export const noFilters = { severity: null, entity: null, system: null, record: null, job: null } as const;

/** Whether the list leaves out conflicts of its status. */
export function isNarrowed({ severity, entity, system, record, job }: ConflictFilters): boolean {
  return [severity, entity, system, record, job].some((value) => value !== null);
}

/** The filters beside the status, as the server takes them in lists and in bulk. */
export function bulkFilterOf(filters: ConflictFilters): NonNullable<BulkResolution["filter"]> {
  return {
    severity: filters.severity ?? undefined,
    entity: filters.entity ?? undefined,
    integrationId: filters.system ?? undefined,
    recordId: filters.record ?? undefined,
    jobId: filters.job ?? undefined,
  };
}

export function queryOf(filters: ConflictFilters): ConflictQuery {
  return { status: filters.status, ...bulkFilterOf(filters) };
}

/** The address of the list with some of its filters, or of one conflict in it. */
export function conflictsPath(values: Readonly<Record<string, string>> = {}): string {
  return `/sync?${new URLSearchParams({ tab: "conflicts", ...values })}`;
}
