/** The filters of the job table, which live in the address. */
import { directionSchema, type JobStatus, jobStatusSchema, type SyncJob } from "@/lib/sync/schema";

export type JobFilters = {
  /** An integration's id. */
  system: string | null;
  state: JobStatus | null;
  direction: SyncJob["direction"] | null;
  /** Finished jobs of today alone, or of any day. What is not finished shows always. */
  started: "today" | "any";
};

/** What an address names; a value that is no filter counts as none. */
export function filtersOf(address: Pick<URLSearchParams, "get">): JobFilters {
  return {
    system: address.get("system"),
    state: jobStatusSchema.safeParse(address.get("state")).data ?? null,
    direction: directionSchema.safeParse(address.get("direction")).data ?? null,
    started: address.get("started") === "any" ? "any" : "today",
  };
}

/** Whether the list leaves out jobs of today. */
export function isNarrowed({ system, state, direction }: JobFilters): boolean {
  return system !== null || state !== null || direction !== null;
}

/** The first moment of the day in the viewer's zone. */
export function startOfDay(now: Date): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate());
}

export type JobQuery = Record<"ehrConnectionId" | "direction" | "status" | "from", string | undefined>;

/** The filters as the server takes them. */
export function queryOf({ system, state, direction, started }: JobFilters, now: Date): JobQuery {
  return {
    ehrConnectionId: system ?? undefined,
    direction: direction ?? undefined,
    status: state ?? undefined,
    from: started === "today" ? startOfDay(now).toISOString() : undefined,
  };
}
