"use client";

import type { ComponentType } from "react";
import { conflictsPath } from "@/components/conflicts/conflict-filters";
import { useWorkspace } from "@/components/shell/workspace-context";
import { useAddress } from "@/components/ui/use-address";
import { WebhooksScreen } from "@/components/webhooks/webhooks-screen";
import { ConflictsTab } from "./conflicts-tab";
import { JobsScreen } from "./jobs-screen";
import { NoSyncs } from "./no-syncs";
import { SyncTabsProvider } from "./sync-head";
import { useDecisionsLive } from "./use-decisions-live";
import { type SyncTabId, useTabNotes } from "./use-tab-notes";

type SyncTab = {
  id: SyncTabId;
  label: string;
  href: string;
  needs: string;
  Screen: ComponentType;
};

/** The dashboard's tabs, the first one shown unless the address names another. */
const syncTabs: readonly SyncTab[] = [
  { id: "jobs", label: "Jobs", href: "/sync", needs: "sync:read", Screen: JobsScreen },
  {
    id: "webhooks",
    label: "Webhooks",
    href: "/sync?tab=webhooks",
    needs: "webhooks:read",
    Screen: WebhooksScreen,
  },
  {
    id: "conflicts",
    label: "Conflicts",
    href: conflictsPath(),
    needs: "conflicts:read",
    Screen: ConflictsTab,
  },
];

/** The sync dashboard, of which people see the tabs they have the right for. */
export function SyncScreen() {
  const { permissions } = useWorkspace();
  const allowed = syncTabs.filter(({ needs }) => permissions.includes(needs));
  const wanted = useAddress().values.get("tab");
  const shown = allowed.find(({ id }) => id === wanted) ?? allowed[0];
  return shown ? <Dashboard tabs={allowed} shown={shown} /> : <NoSyncs title="Sync" />;
}

function Dashboard({ tabs, shown: { id, Screen } }: { tabs: readonly SyncTab[]; shown: SyncTab }) {
  const notes = useTabNotes();
  useDecisionsLive();
  const noted = tabs.map((tab) => ({ id: tab.id, label: tab.label, href: tab.href, ...notes[tab.id] }));
  return (
    <SyncTabsProvider value={{ tabs: noted, current: id }}>
      <Screen />
    </SyncTabsProvider>
  );
}
