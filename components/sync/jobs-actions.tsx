"use client";

import { Play } from "lucide-react";
import { useState } from "react";
import { apiPath } from "@/components/api";
import { ExportLink } from "@/components/export-link";
import { usePermission } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { useHydrated } from "@/components/ui/use-hydrated";
import { useShortcuts } from "@/components/ui/use-shortcuts";
import { type JobFilters, queryOf } from "./job-filters";
import { StartSyncDialog } from "./start-sync-dialog";

/** What can be done with all jobs. */
export function JobsActions({ filters }: { filters: JobFilters }) {
  return (
    <>
      <JobsExport filters={filters} />
      <StartSync />
    </>
  );
}

/** Leads to the list as the filters leave it, as a file. It leads nowhere before the viewer's day is known. */
function JobsExport({ filters }: { filters: JobFilters }) {
  const isHydrated = useHydrated();
  const csv = { ...queryOf(filters, new Date()), format: "csv" };
  return (
    <ExportLink href={isHydrated ? apiPath("/api/sync/jobs", csv) : undefined} className="max-sm:hidden" />
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
