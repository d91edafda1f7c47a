"use client";

import { useQuery } from "@tanstack/react-query";
import { z } from "zod";
import { apiFetch } from "@/components/api";
import { usePollInterval } from "@/components/live/use-live";
import { useList } from "@/components/use-list";
import { countedList } from "@/lib/http/schema";
import type { RecordEntity } from "@/lib/records/schema";
import { recordLinkDetailSchema, recordVersionSchema } from "@/lib/records/view";
import type { RecordKind } from "./kinds/record-kind";
import type { RecordFilters } from "./record-filters";
import type { RecordEnvelope } from "./record-shapes";

/** What identifies the answers about records, so that a change can name those it makes stale. */
export const recordKeys = {
  list: (entity: RecordEntity) => ["records", entity, "list"] as const,
  one: (entity: RecordEntity, id: string) => ["records", entity, "one", id] as const,
  raw: (entity: RecordEntity, id: string) => ["records", entity, "one", id, "raw"] as const,
};

/** Whether a key names what the systems sent of a record. */
export function isRawKey(key: readonly unknown[]): boolean {
  return key.at(-1) === "raw";
}

/** The address of one record, or of a part of it. */
function recordPath(entity: RecordEntity, id: string, part = ""): string {
  return `/api/records/${entity}/${encodeURIComponent(id)}${part}`;
}

/** A list page by page, newest first, with how many there are in all; asked for while `enabled`. */
export function useRecordList<R extends RecordEnvelope>(
  { entity, schema }: Pick<RecordKind<R>, "entity" | "schema">,
  filters: RecordFilters,
  enabled = true,
) {
  return useList(`/api/records/${entity}`, countedList(schema), filters, {
    queryKey: [...recordKeys.list(entity), filters],
    enabled,
    refetchInterval: usePollInterval(),
  });
}

/** One record as it stands. */
export function useRecord<R extends RecordEnvelope>(
  { entity, schema }: Pick<RecordKind<R>, "entity" | "schema">,
  id: string | null,
) {
  return useQuery({
    queryKey: recordKeys.one(entity, id ?? ""),
    queryFn: ({ signal }) => apiFetch(recordPath(entity, id ?? ""), schema, { signal }),
    enabled: id !== null,
    refetchInterval: usePollInterval(),
  });
}

const historySchema = z.object({ data: z.array(recordVersionSchema) });

/** Every version of a record, newest first. */
export function useRecordHistory(entity: RecordEntity, id: string) {
  return useQuery({
    queryKey: [...recordKeys.one(entity, id), "history"],
    queryFn: ({ signal }) => apiFetch(recordPath(entity, id, "/history"), historySchema, { signal }),
  });
}

const linksSchema = z.object({ data: z.array(recordLinkDetailSchema) });

/** The record's links with the vendors' resources. Each look is audited, so it is not repeated by itself. */
export function useRawResources(entity: RecordEntity, id: string) {
  return useQuery({
    queryKey: recordKeys.raw(entity, id),
    queryFn: ({ signal }) => apiFetch(recordPath(entity, id, "/links"), linksSchema, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
