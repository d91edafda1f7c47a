"use client";

import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { z } from "zod";
import { apiFetch, apiPath } from "@/components/api";
import { usePollInterval } from "@/components/live/use-live";
import { readAgain } from "@/components/read-again";
import { statisticsKey } from "@/components/sync/use-sync-statistics";
import { type MatchDecision, matchSchema } from "@/lib/sync/schema";
import { type MatchFilters, queryOf } from "./match-filters";

/** What identifies the answers about matches, so that a change can name those it makes stale. */
export const matchKeys = {
  all: ["matches"],
  lists: ["matches", "list"],
  one: (id: string) => ["matches", "one", id],
} as const;

export const matchListPath = "/api/sync/matches";

const matchPageSchema = z.object({ data: z.array(matchSchema), nextCursor: z.string().nullable() });

const pageSize = 50;

/** The list page by page, newest first. */
export function useMatchList(filters: MatchFilters) {
  return useInfiniteQuery({
    queryKey: [...matchKeys.lists, filters],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...queryOf(filters), limit: pageSize, cursor: pageParam };
      return apiFetch(apiPath(matchListPath, query), matchPageSchema, { signal });
    },
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
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
    onSettled: () => {
      void readAgain(client, matchKeys.all);
      void client.invalidateQueries({ queryKey: statisticsKey });
      void client.invalidateQueries({ queryKey: ["records"] });
    },
  });
}
