"use client";

import { QuestionSwitch } from "@/components/deciding/question-switch";
import { StatusChips } from "@/components/deciding/status-chips";
import { FilterBar } from "@/components/shell/sheet";
import { entityWord } from "@/components/sync/job-words";
import { SystemChip } from "@/components/sync/system-chip";
import { FilterChip } from "@/components/ui/chip";
import { ChoiceChip } from "@/components/ui/choice-chip";
import { type Conflict, severities } from "@/lib/conflicts/schema";
import { recordEntities } from "@/lib/records/schema";
import type { ConflictFilters } from "./conflict-filters";
import { severityWords, statusShapes, statusWords } from "./conflict-words";

const statuses = ["OPEN", "RESOLVED", "IGNORED"] as const satisfies readonly Conflict["status"][];
const severityOptions = severities.toReversed().map((value) => ({ value, label: severityWords[value] }));
const entityOptions = recordEntities.map((value) => ({ value, label: entityWord(value) }));

type ConflictFilterBarProps = {
  filters: ConflictFilters;
  onChange: (changes: Readonly<Record<string, string | null>>) => void;
};

/** What the list is narrowed to; each chip is a value of the address. */
export function ConflictFilterBar({ filters, onChange }: ConflictFilterBarProps) {
  return (
    <FilterBar>
      <QuestionSwitch asked="fields" />
      <StatusChips
        statuses={statuses}
        value={filters.status}
        words={statusWords}
        shapes={statusShapes}
        onChange={onChange}
      />
      <ChoiceChip
        label="Severity"
        options={severityOptions}
        value={filters.severity}
        onChange={(severity) => onChange({ severity })}
      />
      <ChoiceChip
        label="Records"
        options={entityOptions}
        value={filters.entity}
        onChange={(entity) => onChange({ entity })}
      />
      <SystemChip value={filters.system} onChange={onChange} />
      <CameFrom filters={filters} onChange={onChange} />
    </FilterBar>
  );
}

/** What the screen that led here narrowed the list to. */
function CameFrom({ filters: { record, job }, onChange }: ConflictFilterBarProps) {
  return (
    <>
      {record ? (
        <FilterChip label="Of" value="one record" onClear={() => onChange({ record: null })} />
      ) : null}
      {job ? <FilterChip label="Of" value="one sync job" onClear={() => onChange({ job: null })} /> : null}
    </>
  );
}
