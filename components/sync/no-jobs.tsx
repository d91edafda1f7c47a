"use client";

import { ListFilter, RefreshCw } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/states";
import { isNarrowed, type JobFilters } from "./job-filters";
import { useHasEverRun } from "./use-sync-jobs";

type NoJobsProps = {
  filters: JobFilters;
  onClear: (changes: Readonly<Record<string, string | null>>) => void;
};

/** Why the table is empty: the filters, a quiet day, or a new installation. */
export function NoJobs({ filters, onClear }: NoJobsProps) {
  const hasEverRun = useHasEverRun();
  if (hasEverRun === undefined) return null;
  if (!hasEverRun) {
    return (
      <EmptyState icon={RefreshCw} title="No sync has run yet">
        Start one, and the patients and observations of the connected system appear here within minutes.
      </EmptyState>
    );
  }
  if (isNarrowed(filters)) {
    const clear = () => onClear({ system: null, state: null, direction: null });
    return (
      <EmptyState
        icon={ListFilter}
        title="No job fits"
        action={<Button onClick={clear}>Clear filters</Button>}
      >
        No job {filters.started === "today" ? "of today " : ""}passes these filters.
      </EmptyState>
    );
  }
  const showAll = () => onClear({ started: "any" });
  return (
    <EmptyState
      icon={RefreshCw}
      title="No sync has run today"
      action={<Button onClick={showAll}>Show earlier days</Button>}
    >
      What is started by hand, by schedule or through the API appears here.
    </EmptyState>
  );
}
