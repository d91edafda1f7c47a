"use client";

import {
  keepPreviousData,
  type QueryClient,
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
import { type BulkResolution, bulkOutcomeSchema, conflictSchema } from "@/lib/conflicts/schema";
import { type ConflictFilters, queryOf } from "./conflict-filters";
import type { Sent } from "./decisions";

/** What identifies the answers about conflicts, so that a change can name those it makes stale. */
export const conflictKeys = {
  all: ["conflicts"],
  lists: ["conflicts", "list"],
  one: (id: string) => ["conflicts", "one", id],
} as const;

export const conflictListPath = "/api/sync/conflicts";

const conflictPageSchema = z.object({ data: z.array(conflictSchema), nextCursor: z.string().nullable() });

const pageSize = 50;

/** The list page by page, newest first. */
export function useConflictList(filters: ConflictFilters) {
  return useInfiniteQuery({
    queryKey: [...conflictKeys.lists, filters],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...queryOf(filters), limit: pageSize, cursor: pageParam };
      return apiFetch(apiPath(conflictListPath, query), conflictPageSchema, { signal });
    },
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: usePollInterval(),
  });
}

/** The newest open conflicts of one record; nothing is asked while `enabled` is false. */
export function useConflictsOfRecord(recordId: string, enabled: boolean) {
  return useQuery({
    queryKey: [...conflictKeys.lists, "of-record", recordId],
    queryFn: ({ signal }) => {
      const query = { recordId, status: "OPEN", limit: 5 };
      return apiFetch(apiPath(conflictListPath, query), conflictPageSchema, { signal });
    },
    select: ({ data }) => data,
    enabled,
  });
}

function conflictPath(id: string, part = ""): string {
  return `${conflictListPath}/${encodeURIComponent(id)}${part}`;
}

/** One conflict as it stands. */
export function useConflict(id: string) {
  return useQuery({
    queryKey: conflictKeys.one(id),
    queryFn: ({ signal }) => apiFetch(conflictPath(id), conflictSchema, { signal }),
    placeholderData: (before) => (before?.id === id ? before : undefined),
    refetchInterval: usePollInterval(),
  });
}

/** Has everything read again that tells of conflicts: their lists, their number, and the records they are about. */
export async function readConflictsAgain(client: QueryClient): Promise<void> {
  await Promise.all([
    readAgain(client, conflictKeys.all),
    client.invalidateQueries({ queryKey: statisticsKey }),
    client.invalidateQueries({ queryKey: ["records"] }),
  ]);
}

type Resolving = { id: string; sent: Sent };

/** Decides a conflict. */
export function useResolve() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, sent }: Resolving) =>
      apiFetch(conflictPath(id, "/resolve"), conflictSchema, { method: "POST", body: sent }),
    onSuccess: (conflict) => client.setQueryData(conflictKeys.one(conflict.id), conflict),
    onSettled: () => void readConflictsAgain(client),
  });
}

/** Takes a decision back. */
export function useUndo() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      apiFetch(conflictPath(id, "/undo"), conflictSchema, { method: "POST", body: { reason } }),
    onSuccess: (conflict) => client.setQueryData(conflictKeys.one(conflict.id), conflict),
    onSettled: () => void readConflictsAgain(client),
  });
}

/** Decides many alike; each that is refused says why. */
export function useResolveMany() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BulkResolution) =>
      apiFetch(`${conflictListPath}/resolve`, bulkOutcomeSchema, { method: "POST", body }),
    onSettled: () => void readConflictsAgain(client),
  });
}
