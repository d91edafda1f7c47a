"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { apiFetch } from "@/components/api";
import { readDecidedAgain } from "@/components/deciding/read-decided-again";
import { usePollInterval } from "@/components/live/use-live";
import { useList } from "@/components/use-list";
import { list } from "@/lib/http/schema";
import { type MatchDecision, matchSchema } from "@/lib/sync/schema";
import { type MatchFilters, queryOf } from "./match-filters";

/** What identifies the answers about matches, so that a change can name those it makes stale. */
export const matchKeys = {
  all: ["matches"],
  lists: ["matches", "list"],
  one: (id: string) => ["matches", "one", id],
} as const;

export const matchListPath = "/api/sync/matches";

const matchList = list(matchSchema);

/** The list page by page, newest first. */
export function useMatchList(filters: MatchFilters) {
  return useList(matchListPath, matchList, queryOf(filters), {
    queryKey: [...matchKeys.lists, filters],
    refetchInterval: usePollInterval(),
  });
}

function matchPath(id: string): string {
  return `${matchListPath}/${encodeURIComponent(id)}`;
}

/** One match as it stands. */
export function useMatch(id: string) {
  return useQuery({
    queryKey: matchKeys.one(id),
    queryFn: ({ signal }) => apiFetch(matchPath(id), matchSchema, { signal }),
    placeholderData: (before) => (before?.id === id ? before : undefined),
    refetchInterval: usePollInterval(),
  });
}

/** Says who somebody is. Whatever comes of it, what is shown is read again. */
export function useDecideMatch(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (decision: MatchDecision) =>
      apiFetch(matchPath(id), matchSchema, { method: "POST", body: decision }),
    onSuccess: (match) => client.setQueryData(matchKeys.one(match.id), match),
    onSettled: () => void readDecidedAgain(client, matchKeys.all),
  });
}
