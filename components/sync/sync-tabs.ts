"use client";

import type { SheetTab } from "@/components/shell/sheet";
import { usePermission } from "@/components/shell/workspace-context";
import { formatCount } from "@/components/ui/format";
import { useWebhooks } from "@/components/webhooks/use-webhooks";
import { needsPerson } from "@/components/webhooks/webhook-state";
import { useToday } from "./use-sync-statistics";

const shown = (count: number | undefined) => (count === undefined ? undefined : formatCount(count));

/** The dashboard's tabs with what each holds; those a person may not open are left out. */
export function useSyncTabs(): SheetTab[] {
  const { data: today } = useToday(false);
  const { data: webhooks = [] } = useWebhooks();
  const failing = webhooks.filter(needsPerson).length;
  const jobs: SheetTab = { id: "jobs", label: "Jobs", href: "/sync", count: shown(today?.jobs.total) };
  const told: SheetTab = {
    id: "webhooks",
    label: "Webhooks",
    href: "/sync?tab=webhooks",
    ...(failing > 0 && { shape: "bad", count: shown(failing) }),
  };
  return [jobs, ...(usePermission("webhooks:read") ? [told] : [])];
}
