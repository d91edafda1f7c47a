"use client";

import type { RefObject } from "react";
import { SearchBox } from "@/components/search-box";
import { FilterBar } from "@/components/shell/sheet";
import { useIntegrations } from "@/components/shell/use-integrations";
import { Button } from "@/components/ui/button";
import { Chip, FilterChip } from "@/components/ui/chip";
import { formatCount } from "@/components/ui/format";
import { Menu, MenuChoice } from "@/components/ui/menu";
import { type RecordEntity, titleOf } from "@/lib/records/schema";
import { recordKinds } from "./kinds";
import type { ChoiceFilter, RecordKind } from "./kinds/record-kind";
import { type PointingFilter, pointingFiltersOf, type RecordFilters } from "./record-filters";
import { capitalized, recordNouns } from "./record-nouns";
import type { RecordOf } from "./record-shapes";
import type { FreshRecords } from "./use-fresh-records";
import { useRecord } from "./use-records";
import { statusText } from "./words";

type Change = (changes: Readonly<Record<string, string | null>>) => void;

type RecordFilterBarProps = {
  kind: { entity: RecordEntity; searchPlaceholder: string; choices: readonly ChoiceFilter[] };
  filters: RecordFilters;
  onChange: Change;
  inputRef: RefObject<HTMLInputElement | null>;
  /** What is newer than the list shows. */
  news: FreshRecords;
};

/** What narrows the list. Every filter stands in the address. */
export function RecordFilterBar({ kind, filters, onChange, inputRef, news }: RecordFilterBarProps) {
  const showNews = (
    <Button size="sm" onClick={news.show}>
      Show {formatCount(news.count)} changed
    </Button>
  );
  const pointing = pointingFiltersOf(kind.entity).flatMap((filter) => {
    const id = filters[filter.name];
    return id ? { ...filter, id } : [];
  });
  return (
    <FilterBar end={news.count > 0 ? showNews : null}>
      <SearchBox
        asked={filters.q ?? ""}
        onAsk={(q) => onChange({ q })}
        label="Search records"
        placeholder={kind.searchPlaceholder}
        inputRef={inputRef}
        className="min-w-40 sm:max-w-64"
      />
      {pointing.map((filter) => (
        <PointingChip key={filter.name} filter={filter} entity={filter.target} onChange={onChange} />
      ))}
      {filters.ids ? (
        <FilterChip label="Chosen" value="by a report" onClear={() => onChange({ ids: null })} />
      ) : null}
      {kind.choices.map((choice) => (
        <ChoiceChip
          key={choice.name}
          choice={choice}
          value={filters[choice.name] ?? ""}
          onChange={onChange}
        />
      ))}
      <SystemChip value={filters.integrationId ?? ""} onChange={onChange} />
      <Chip
        multiple
        pressed={filters.deleted === "true"}
        onClick={() => onChange({ deleted: filters.deleted ? null : "true" })}
      >
        Deleted
      </Chip>
    </FilterBar>
  );
}

type ChoiceChipProps = { choice: ChoiceFilter; value: string; onChange: Change };

function ChoiceChip({ choice: { name, label, options }, value, onChange }: ChoiceChipProps) {
  const chosen = options.find((option) => option.value === value)?.label ?? (value && statusText(value));
  const trigger = (
    <FilterChip label={label} value={chosen || undefined} onClear={() => onChange({ [name]: null })} />
  );
  if (chosen) return trigger;
  return (
    <Menu align="start" trigger={trigger}>
      <MenuChoice
        label={label}
        options={options}
        value={value}
        onChange={(next) => onChange({ [name]: next })}
      />
    </Menu>
  );
}

/** Offered to those who may see which systems there are. */
function SystemChip({ value, onChange }: { value: string; onChange: Change }) {
  const integrations = useIntegrations();
  if (integrations.length === 0) return null;
  const options = integrations.map(({ id, name }) => ({ value: id, label: name }));
  const choice = { name: "integrationId", label: "System", options };
  return <ChoiceChip choice={choice} value={value} onChange={onChange} />;
}

type PointingChipProps<E extends RecordEntity> = {
  filter: PointingFilter & { id: string };
  entity: E;
  onChange: Change;
};

/** The record all of the list point to, by name. */
function PointingChip<E extends RecordEntity>({ filter, entity, onChange }: PointingChipProps<E>) {
  const kind: RecordKind<RecordOf<E>> = recordKinds[entity];
  const { data: record } = useRecord(kind, filter.id);
  const { one } = recordNouns[entity];
  const name = record ? titleOf(entity, record.data) : `one ${one}`;
  return (
    <FilterChip label={capitalized(one)} value={name} onClear={() => onChange({ [filter.name]: null })} />
  );
}
