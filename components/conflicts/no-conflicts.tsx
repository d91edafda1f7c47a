"use client";

import { CheckCheck, ListFilter } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/states";
import { type ConflictFilters, isNarrowed, noFilters } from "./conflict-filters";

type NoConflictsProps = {
  filters: ConflictFilters;
  onChange: (changes: Readonly<Record<string, string | null>>) => void;
};

/** Why the list is empty: nothing is contested, nothing is settled yet, or the filters leave nothing. */
export function NoConflicts({ filters, onChange }: NoConflictsProps) {
  if (isNarrowed(filters)) {
    return (
      <EmptyState
        icon={ListFilter}
        title="No conflict fits"
        action={
          <>
            <Button onClick={() => onChange(noFilters)}>Clear filters</Button>
            {filters.status === "OPEN" ? (
              <Button onClick={() => onChange({ status: "RESOLVED" })}>Show resolved</Button>
            ) : null}
          </>
        }
      >
        {filters.status === "OPEN" ? "None of the open ones passes" : "Nothing passes"} these filters.
      </EmptyState>
    );
  }
  if (filters.status === "OPEN") {
    return (
      <EmptyState icon={CheckCheck} title="No conflict is open">
        When a record changes here and in its other system, and both differ, the fields appear here for you to
        decide.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={CheckCheck} title="Nothing here yet">
      Decided conflicts stay here, with who decided them, when and why.
    </EmptyState>
  );
}
