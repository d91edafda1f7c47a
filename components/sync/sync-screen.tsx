"use client";

import type { ComponentType } from "react";
import { conflictsPath } from "@/components/conflicts/conflict-filters";
import { ConflictsScreen } from "@/components/conflicts/conflicts-screen";
import { useConflictsLive } from "@/components/conflicts/use-conflicts-live";
import type { SheetTab } from "@/components/shell/sheet";
import { useWorkspace } from "@/components/shell/workspace-context";
import { formatCount } from "@/components/ui/format";
import { useAddress } from "@/components/ui/use-address";
import type { SyncStatistics } from "@/lib/sync/schema";
import { JobsScreen } from "./jobs-screen";
import { NoSyncs } from "./no-syncs";
import { SyncTabsProvider } from "./sync-head";
import { useToday } from "./use-sync-statistics";

type SyncTab = Pick<SheetTab, "id" | "label" | "href"> & {
  needs: string;
  Screen: ComponentType;
  /** What stands beside the label, by the day's figures. */
  note?: (today: SyncStatistics) => Pick<SheetTab, "count" | "shape">;
};

/** The dashboard's tabs, the first one shown unless the address names another. */
const syncTabs: readonly SyncTab[] = [
  { id: "jobs", label: "Jobs", href: "/sync", needs: "sync:read", Screen: JobsScreen, note: jobsNote },
  {
    id: "conflicts",
    label: "Conflicts",
    href: conflictsPath(),
    needs: "conflicts:read",
    Screen: ConflictsScreen,
    note: conflictsNote,
  },
];

function jobsNote({ jobs }: SyncStatistics) {
  return { count: formatCount(jobs.total) };
}

function conflictsNote({ conflictsOpen }: SyncStatistics): Pick<SheetTab, "count" | "shape"> {
  return conflictsOpen > 0 ? { count: formatCount(conflictsOpen), shape: "ask" } : {};
}

/** The sync dashboard, of which people see the tabs they have the right for. */
export function SyncScreen() {
  const { permissions } = useWorkspace();
  const allowed = syncTabs.filter(({ needs }) => permissions.includes(needs));
  const wanted = useAddress().values.get("tab");
  const shown = allowed.find(({ id }) => id === wanted) ?? allowed[0];
  return shown ? <Dashboard tabs={allowed} shown={shown} /> : <NoSyncs title="Sync" />;
}

function Dashboard({ tabs, shown: { id, Screen } }: { tabs: readonly SyncTab[]; shown: SyncTab }) {
  const { data: today } = useToday(false);
  useConflictsLive();
  const noted = tabs.map(({ note, ...tab }) => ({ ...tab, ...(today && note?.(today)) }));
  return (
    <SyncTabsProvider value={{ tabs: noted, current: id }}>
      <Screen />
    </SyncTabsProvider>
  );
}
