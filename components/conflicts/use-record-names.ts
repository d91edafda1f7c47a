"use client";

import { useQueries } from "@tanstack/react-query";
import { apiFetch } from "@/components/api";
import type { Conflict } from "@/lib/conflicts/schema";
import { isRecordEntity, titleOf } from "@/lib/records/schema";
import { recordSchema } from "@/lib/records/view";
import type { NameOf } from "./readable-value";
import { type RecordReference, referencesIn } from "./references-in";

/** How a record is called; null for those who may not see it, and where it is gone. */
async function readName({ entity, id }: RecordReference, signal: AbortSignal): Promise<string | null> {
  if (!isRecordEntity(entity)) return null;
  const { data } = await apiFetch(`/api/records/${entity}/${id}`, recordSchema, { signal });
  return titleOf(entity, data);
}

/** The names of the records that a conflict's values point at. Each is asked for once. */
export function useRecordNames(conflict: Conflict): NameOf {
  const references = referencesIn(conflict);
  const names = useQueries({
    queries: references.map((reference) => ({
      queryKey: ["record-names", reference.entity, reference.id],
      queryFn: ({ signal }: { signal: AbortSignal }) => readName(reference, signal),
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    })),
    combine: (results) => results.map(({ data }) => data ?? undefined),
  });
  return (id) => names[references.findIndex((reference) => reference.id === id)];
}
