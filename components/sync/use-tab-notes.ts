"use client";

import type { SheetTab } from "@/components/shell/sheet";
import { formatCount } from "@/components/ui/format";
import { useWebhooks } from "@/components/webhooks/use-webhooks";
import { needsPerson } from "@/components/webhooks/webhook-state";
import { useToday } from "./use-sync-statistics";

export type SyncTabId = "jobs" | "webhooks" | "conflicts";

type TabNote = Pick<SheetTab, "count" | "shape">;

/** What stands beside the label of each tab: how much it holds, and whether somebody should look. */
export function useTabNotes(): Readonly<Record<SyncTabId, TabNote>> {
  const { data: today } = useToday(false);
  const { data: webhooks = [] } = useWebhooks();
  const open = today ? today.conflictsOpen + today.matchesOpen : 0;
  const failing = webhooks.filter(needsPerson).length;
  return {
    jobs: today ? { count: formatCount(today.jobs.total) } : {},
    conflicts: open > 0 ? { count: formatCount(open), shape: "ask" } : {},
    webhooks: failing > 0 ? { count: formatCount(failing), shape: "bad" } : {},
  };
}
