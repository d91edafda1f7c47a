"use client";

import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { apiFetch, apiPath } from "@/components/api";
import { readDecidedAgain } from "@/components/deciding/read-decided-again";
import { usePollInterval } from "@/components/live/use-live";
import { useList } from "@/components/use-list";
import { type BulkResolution, bulkOutcomeSchema, conflictSchema } from "@/lib/conflicts/schema";
import { list } from "@/lib/http/schema";
import { type ConflictFilters, queryOf } from "./conflict-filters";
import type { Sent } from "./decisions";

/** What identifies the answers about conflicts, so that a change can name those it makes stale. */
export const conflictKeys = {
  all: ["conflicts"],
  lists: ["conflicts", "list"],
  one: (id: string) => ["conflicts", "one", id],
} as const;

export const conflictListPath = "/api/sync/conflicts";

const conflictList = list(conflictSchema);

/** The list page by page, newest first. */
export function useConflictList(filters: ConflictFilters) {
  return useList(conflictListPath, conflictList, queryOf(filters), {
    queryKey: [...conflictKeys.lists, filters],
    refetchInterval: usePollInterval(),
  });
}

/** The newest open conflicts of one record; nothing is asked while `enabled` is false. */
export function useConflictsOfRecord(recordId: string, enabled: boolean) {
  return useQuery({
    queryKey: [...conflictKeys.lists, "of-record", recordId],
    queryFn: ({ signal }) => {
      const query = { recordId, status: "OPEN", limit: 5 };
      return apiFetch(apiPath(conflictListPath, query), conflictList, { signal });
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

/** Has everything read again that tells of conflicts. */
export function readConflictsAgain(client: QueryClient): Promise<void> {
  return readDecidedAgain(client, conflictKeys.all);
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
