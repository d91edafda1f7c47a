"use client";

import { CheckCheck, ListFilter } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/states";
import type { MatchFilters } from "./match-filters";

type NoMatchesProps = {
  filters: MatchFilters;
  onChange: (changes: Readonly<Record<string, string | null>>) => void;
};

/** Why the list is empty: nobody is asked about, nothing is decided yet, or the filter leaves nothing. */
export function NoMatches({ filters: { status, system }, onChange }: NoMatchesProps) {
  if (system !== null) {
    return (
      <EmptyState
        icon={ListFilter}
        title="No match fits"
        action={<Button onClick={() => onChange({ system: null })}>All systems</Button>}
      >
        This system has none of this kind.
      </EmptyState>
    );
  }
  if (status === "OPEN") {
    return (
      <EmptyState icon={CheckCheck} title="Nobody is asked about">
        When a system sends a patient who may be one you have, and nothing makes it certain, both appear here
        side by side for you to decide.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={CheckCheck} title="Nothing here yet">
      Decided matches stay here, with who decided them, when and why.
    </EmptyState>
  );
}
