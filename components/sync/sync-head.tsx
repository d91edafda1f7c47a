"use client";

import { createContext, type ReactNode, useContext } from "react";
import { SheetHead, type SheetTab } from "@/components/shell/sheet";

type SyncTabs = { tabs: readonly SheetTab[]; current: string };

const SyncTabsContext = createContext<SyncTabs>({ tabs: [], current: "" });

/** The tabs there are for this person, and the one that is shown. */
export const SyncTabsProvider = SyncTabsContext;

/** Title, tabs, and what can be done in the current one. */
export function SyncHead({ actions }: { actions: ReactNode }) {
  const { tabs, current } = useContext(SyncTabsContext);
  return <SheetHead title="Sync" tabs={tabs} currentTab={current} actions={actions} />;
}
