"use client";

import type { SheetTab } from "@/components/shell/sheet";
import { formatCount } from "@/components/ui/format";
import { useWebhooks } from "@/components/webhooks/use-webhooks";
import { needsPerson } from "@/components/webhooks/webhook-state";
import { useToday } from "./use-sync-statistics";

type TabNote = Pick<SheetTab, "count" | "shape">;

/** What stands beside the label of each tab: how much it holds, and whether somebody should look. */
export function useTabNotes(): Readonly<Record<"jobs" | "webhooks", TabNote>> {
  const { data: today } = useToday(false);
  const { data: webhooks = [] } = useWebhooks();
  const failing = webhooks.filter(needsPerson).length;
  return {
    jobs: today ? { count: formatCount(today.jobs.total) } : {},
    webhooks: failing > 0 ? { count: formatCount(failing), shape: "bad" } : {},
  };
}
