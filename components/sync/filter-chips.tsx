"use client";

import { FilterChip } from "@/components/ui/chip";
import { ChoiceChip } from "@/components/ui/choice-chip";
import { directionSchema, jobStatuses } from "@/lib/sync/schema";
import type { JobFilters } from "./job-filters";
import { statusWords } from "./job-state";
import { directionWords } from "./job-words";
import { SystemChip } from "./system-chip";

const states = jobStatuses.map((value) => ({ value, label: statusWords[value] }));
const directions = directionSchema.options.map((value) => ({ value, label: directionWords[value] }));

type FilterChipsProps = {
  filters: JobFilters;
  onChange: (changes: Readonly<Record<string, string | null>>) => void;
};

/** What the table is narrowed to; each chip is a value of the address. */
export function FilterChips({ filters, onChange }: FilterChipsProps) {
  const { system, state, direction, started } = filters;
  return (
    <>
      <SystemChip value={system} onChange={onChange} />
      <ChoiceChip
        label="State"
        options={states}
        value={state}
        onChange={(next) => onChange({ state: next })}
      />
      <ChoiceChip
        label="Direction"
        options={directions}
        value={direction}
        onChange={(next) => onChange({ direction: next })}
      />
      {started === "today" ? (
        <FilterChip
          label="Started"
          value="today"
          onClick={() => onChange({ started: "any" })}
          onClear={() => onChange({ started: "any" })}
        />
      ) : (
        <FilterChip label="Started today" onClick={() => onChange({ started: null })} />
      )}
    </>
  );
}
