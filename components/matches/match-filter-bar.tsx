"use client";

import { QuestionSwitch } from "@/components/deciding/question-switch";
import { StatusChips } from "@/components/deciding/status-chips";
import { FilterBar } from "@/components/shell/sheet";
import { SystemChip } from "@/components/sync/system-chip";
import { matchStatusSchema } from "@/lib/sync/schema";
import type { MatchFilters } from "./match-filters";
import { statusShapes, statusWords } from "./match-words";

type MatchFilterBarProps = {
  filters: MatchFilters;
  onChange: (changes: Readonly<Record<string, string | null>>) => void;
};

/** What the list is narrowed to; each chip is a value of the address. */
export function MatchFilterBar({ filters, onChange }: MatchFilterBarProps) {
  return (
    <FilterBar>
      <QuestionSwitch asked="people" />
      <StatusChips
        statuses={matchStatusSchema.options}
        value={filters.status}
        words={statusWords}
        shapes={statusShapes}
        onChange={onChange}
      />
      <SystemChip value={filters.system} onChange={onChange} />
    </FilterBar>
  );
}
