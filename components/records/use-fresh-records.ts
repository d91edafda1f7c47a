"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { RecordEntity } from "@/lib/records/schema";
import { useRecordNews } from "./use-record-news";
import { isRawKey, recordKeys } from "./use-records";

const everyMs = 1_000;

/** How many records changed since a list was read, and the way to see them. */
export type FreshRecords = { count: number; show: () => void };

/**
 * Keeps an open record fresh, and counts what a list does not show yet. A list never reorders under its reader: it
 * waits until it is asked for.
 */
export function useFreshRecords(entity: RecordEntity): FreshRecords {
  const queryClient = useQueryClient();
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  useRecordNews(entity, everyMs, (ids) => {
    setChanged((known) => known.union(ids));
    const isOneOf = (key: readonly unknown[]) =>
      key[0] === "records" && key[1] === entity && key[2] === "one" && ids.has(String(key[3]));
    // A look at what the systems sent is audited, so it is repeated only when somebody looks again.
    void queryClient.invalidateQueries({
      predicate: ({ queryKey }) => isOneOf(queryKey) && !isRawKey(queryKey),
    });
    void queryClient.invalidateQueries({
      predicate: ({ queryKey }) => isOneOf(queryKey) && isRawKey(queryKey),
      refetchType: "none",
    });
  });
  const show = () => {
    setChanged(new Set());
    void queryClient.invalidateQueries({ queryKey: recordKeys.list(entity) });
  };
  return { count: changed.size, show };
}
