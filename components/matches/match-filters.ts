/** The filters of the list of matches, which live in the address. */
import { type Match, type MatchQuery, matchStatusSchema } from "@/lib/sync/schema";

export type MatchFilters = {
  status: Match["status"];
  /** An integration's id. */
  system: string | null;
};

/** What an address names; a value that is no filter counts as none. */
export function filtersOf(address: Pick<URLSearchParams, "get">): MatchFilters {
  return {
    status: matchStatusSchema.safeParse(address.get("status")).data ?? "OPEN",
    system: address.get("system"),
  };
}

export function queryOf({ status, system }: MatchFilters): MatchQuery {
  return { status, integrationId: system ?? undefined };
}
