"use client";

import { Search } from "lucide-react";
import { type RefObject, useEffect, useEffectEvent, useState } from "react";
import { FilterBar } from "@/components/shell/sheet";
import { useDebounced } from "@/components/shell/use-debounced";
import { useIntegrations } from "@/components/shell/use-integrations";
import { Button } from "@/components/ui/button";
import { Chip, FilterChip } from "@/components/ui/chip";
import { formatCount } from "@/components/ui/format";
import { Input } from "@/components/ui/input";
import { Menu, MenuChoice } from "@/components/ui/menu";
import { patientTitle } from "@/lib/records/schema";
import type { RecordFilters } from "./record-filters";
import { patientRecordSchema } from "./record-shapes";
import type { FreshRecords } from "./use-fresh-records";
import { useRecord } from "./use-records";

type Change = (changes: Readonly<Record<string, string | null>>) => void;

type RecordFilterBarProps = {
  filters: RecordFilters;
  onChange: Change;
  placeholder: string;
  inputRef: RefObject<HTMLInputElement | null>;
  /** What is newer than the list shows. */
  news: FreshRecords;
};

/** What narrows the list. Every filter stands in the address. */
export function RecordFilterBar({ filters, onChange, placeholder, inputRef, news }: RecordFilterBarProps) {
  const showNews = (
    <Button size="sm" onClick={news.show}>
      Show {formatCount(news.count)} changed
    </Button>
  );
  return (
    <FilterBar end={news.count > 0 ? showNews : null}>
      <SearchBox filters={filters} onChange={onChange} placeholder={placeholder} inputRef={inputRef} />
      <SystemChip value={filters.integrationId} onChange={onChange} />
      {filters.patientId ? <PatientChip id={filters.patientId} onChange={onChange} /> : null}
      <Chip
        multiple
        pressed={filters.deleted}
        onClick={() => onChange({ deleted: filters.deleted ? null : "true" })}
      >
        Deleted
      </Chip>
    </FilterBar>
  );
}

type SearchBoxProps = Omit<RecordFilterBarProps, "news">;

/** What is typed shows at once, and is looked for when the hand rests. */
function SearchBox({ filters, onChange, placeholder, inputRef }: SearchBoxProps) {
  const [typed, setTyped] = useState(filters.q);
  const settled = useDebounced(typed.trim(), 250);
  const ask = useEffectEvent((q: string) => {
    if (q !== filters.q) onChange({ q });
  });
  useEffect(() => ask(settled), [settled]);
  // Back, and Clear in the empty list, change the address without the box.
  const follow = useEffectEvent((q: string) => {
    if (q !== settled) setTyped(q);
  });
  useEffect(() => follow(filters.q), [filters.q]);
  return (
    <Input
      ref={inputRef}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      aria-label="Search records"
      placeholder={placeholder}
      icon={Search}
      size="sm"
      soft
      className="min-w-40 sm:max-w-64"
    />
  );
}

/** Offered to those who may see which systems there are. */
function SystemChip({ value, onChange }: { value: string; onChange: Change }) {
  const integrations = useIntegrations();
  if (integrations.length === 0) return null;
  const chosen = integrations.find(({ id }) => id === value);
  const trigger = (
    <FilterChip label="System" value={chosen?.name} onClear={() => onChange({ integrationId: null })} />
  );
  if (chosen) return trigger;
  return (
    <Menu align="start" trigger={trigger}>
      <MenuChoice
        label="From which system"
        options={integrations.map(({ id, name }) => ({ value: id, label: name }))}
        value={value}
        onChange={(integrationId) => onChange({ integrationId })}
      />
    </Menu>
  );
}

const patients = { entity: "patients", schema: patientRecordSchema } as const;

function PatientChip({ id, onChange }: { id: string; onChange: Change }) {
  const { data: patient } = useRecord(patients, id);
  const name = patient ? patientTitle(patient.data) : "one patient";
  return <FilterChip label="Patient" value={name} onClear={() => onChange({ patientId: null })} />;
}
