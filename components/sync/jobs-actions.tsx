"use client";

import { Play } from "lucide-react";
import { useState } from "react";
import { ExportLink } from "@/components/export-link";
import { usePermission } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { useShortcuts } from "@/components/ui/use-shortcuts";
import { type JobFilters, queryOf } from "./job-filters";
import { StartSyncDialog } from "./start-sync-dialog";

/** What can be done with all jobs. */
export function JobsActions({ filters }: { filters: JobFilters }) {
  return (
    <>
      <ExportLink path="/api/sync/jobs" query={queryOf(filters, new Date())} />
      <StartSync />
    </>
  );
}

function StartSync() {
  const mayStart = usePermission("sync:write");
  const [isStarting, setStarting] = useState(false);
  useShortcuts({ n: () => setStarting(true) }, { enabled: mayStart });
  if (!mayStart) return null;
  return (
    <>
      <Button variant="primary" icon={Play} keys={["N"]} onClick={() => setStarting(true)}>
        Start sync
      </Button>
      {isStarting ? <StartSyncDialog onClose={() => setStarting(false)} /> : null}
    </>
  );
}
