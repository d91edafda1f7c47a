"use client";

import type { RefObject } from "react";
import { SearchBox } from "@/components/search-box";
import { FilterBar } from "@/components/shell/sheet";
import { useIntegrations } from "@/components/shell/use-integrations";
import { ChoiceChip } from "@/components/ui/choice-chip";
import { messageDirections, messageKinds, processingStates } from "@/lib/messages/schema";
import type { FilterChanges, Filters } from "./message-filters";
import { directionWords, kindWords, stateWords } from "./message-words";
import { TypedFilters } from "./typed-filters";

const states = processingStates.map((value) => ({ value, label: stateWords[value] }));
const directions = messageDirections.map((value) => ({ value, label: directionWords[value] }));
const kinds = messageKinds.map((value) => ({ value, label: kindWords[value] }));
const received = [
  { value: "today", label: "Today" },
  { value: "week", label: "Last 7 days" },
  { value: "month", label: "Last 30 days" },
];

type MessageFilterBarProps = {
  filters: Filters;
  onChange: (changes: FilterChanges) => void;
  inputRef: RefObject<HTMLInputElement | null>;
};

/** What narrows the list of messages: a search, what is chosen, and what is typed. */
export function MessageFilterBar({ filters, onChange, inputRef }: MessageFilterBarProps) {
  return (
    <FilterBar>
      <SearchBox
        asked={filters.text ?? ""}
        onAsk={(text) => onChange({ text: text || null })}
        label="Search messages"
        placeholder="Patient, order, accession, control id, type"
        inputRef={inputRef}
        className="min-w-48 sm:max-w-80"
      />
      <ChosenFilters filters={filters} onChange={onChange} />
      <TypedFilters filters={filters} onChange={onChange} />
    </FilterBar>
  );
}

type FiltersProps = Omit<MessageFilterBarProps, "inputRef">;

function ChosenFilters({ filters, onChange }: FiltersProps) {
  const systems = useIntegrations().map(({ id, name }) => ({ value: id, label: name }));
  const choice = (
    name: "status" | "direction" | "kind" | "integrationId" | "received",
    label: string,
    options: readonly { value: string; label: string }[],
  ) => (
    <ChoiceChip
      label={label}
      options={options}
      value={filters[name] ?? null}
      onChange={(value) => onChange({ [name]: value })}
    />
  );
  return (
    <>
      {choice("status", "State", states)}
      {choice("direction", "Direction", directions)}
      {choice("kind", "Kind", kinds)}
      {systems.length > 0 ? choice("integrationId", "System", systems) : null}
      {choice("received", "Received", received)}
    </>
  );
}
