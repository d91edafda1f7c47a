"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLive } from "@/components/live/use-live";
import { usePermission } from "@/components/shell/workspace-context";
import type { RecordEntity } from "@/lib/records/schema";
import { recordKeys } from "./use-records";

/**
 * Whether records changed since the list was read. A list never reorders under its reader: an open record is
 * read again at once, the list waits until it is asked for.
 */
export function useFreshRecords(entity: RecordEntity): { hasNews: boolean; show: () => void } {
  const queryClient = useQueryClient();
  const [hasNews, setHasNews] = useState(false);
  const hearsJobs = usePermission("sync:read");
  useLive(hearsJobs ? [`records:${entity}`, "sync"] : [`records:${entity}`], (message) => {
    if (message.type === "RECORD_CHANGED") {
      void queryClient.invalidateQueries({ queryKey: recordKeys.one(entity, message.recordId) });
      setHasNews(true);
    } else if (message.progress.entity === entity && message.counts.added + message.counts.changed > 0) {
      setHasNews(true);
    }
  });
  const show = () => {
    setHasNews(false);
    void queryClient.invalidateQueries({ queryKey: ["records", entity] });
  };
  return { hasNews, show };
}
