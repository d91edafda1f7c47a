"use client";

import { QuestionSwitch } from "@/components/deciding/question-switch";
import { FilterBar } from "@/components/shell/sheet";
import { useConnections } from "@/components/sync/use-connections";
import { Chip } from "@/components/ui/chip";
import { ChoiceChip } from "@/components/ui/choice-chip";
import { matchStatusSchema } from "@/lib/sync/schema";
import type { MatchFilters } from "./match-filters";
import { statusShapes, statusWords } from "./match-words";

type MatchFilterBarProps = {
  filters: MatchFilters;
  onChange: (changes: Readonly<Record<string, string | null>>) => void;
};

/** What the list is narrowed to; each chip is a value of the address. */
export function MatchFilterBar({ filters, onChange }: MatchFilterBarProps) {
  const { data: connections = [] } = useConnections();
  const systems = connections.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <FilterBar>
      <QuestionSwitch asked="people" />
      {matchStatusSchema.options.map((status) => (
        <Chip
          key={status}
          pressed={filters.status === status}
          shape={statusShapes[status]}
          onClick={() => onChange({ status: status === "OPEN" ? null : status })}
        >
          {statusWords[status]}
        </Chip>
      ))}
      <ChoiceChip
        label="System"
        options={systems}
        value={filters.system}
        onChange={(system) => onChange({ system })}
      />
    </FilterBar>
  );
}
