"use client";

import { type RefObject, useState } from "react";
import { SearchBox } from "@/components/search-box";
import { FilterBar } from "@/components/shell/sheet";
import { useIntegrations } from "@/components/shell/use-integrations";
import { FilterChip } from "@/components/ui/chip";
import { ChoiceChip } from "@/components/ui/choice-chip";
import { formatExact } from "@/components/ui/format";
import { Menu, MenuItem } from "@/components/ui/menu";
import { messageDirections, messageKinds, processingStates } from "@/lib/messages/schema";
import type { FilterChanges, Filters } from "./message-filters";
import { directionWords, kindWords, stateWords } from "./message-words";
import { TypedFilter } from "./typed-filter";

const states = processingStates.map((value) => ({ value, label: stateWords[value] }));
const directions = messageDirections.map((value) => ({ value, label: directionWords[value] }));
const kinds = messageKinds.map((value) => ({ value, label: kindWords[value] }));
const received = [
  { value: "today", label: "Today" },
  { value: "week", label: "Last 7 days" },
  { value: "month", label: "Last 30 days" },
];

const wholeOnly = "Whole, as the sender writes it. It stays on this page and not in the address.";
const typed = [
  { name: "type", label: "Type", help: "ORU^R01, or ORU for every kind of it" },
  { name: "sender", label: "Sender", help: "As the message names it, such as LAB|MAIN" },
  { name: "controlId", label: "Control id", help: "Whole, as in MSH-10" },
  { name: "patientId", label: "Patient", help: wholeOnly },
  { name: "caseId", label: "Case", help: wholeOnly },
  { name: "order", label: "Order", help: wholeOnly },
  { name: "accession", label: "Accession", help: wholeOnly },
] as const;
const moments = [
  { name: "from", label: "From", help: "Received then or later" },
  { name: "to", label: "To", help: "Received before" },
] as const;

type Name = (typeof typed | typeof moments)[number]["name"];

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

/** Those that are set, and a menu of the others. */
function TypedFilters({ filters, onChange }: FiltersProps) {
  const [added, setAdded] = useState<Name | null>(null);
  const isShown = ({ name }: { name: Name }) => filters[name] !== undefined || name === added;
  const hidden = [...typed, ...moments].filter((each) => !isShown(each));
  const shared = (name: Name) => ({ openAtFirst: name === added, onClose: () => setAdded(null) });
  return (
    <>
      {typed.filter(isShown).map(({ name, ...words }) => (
        <TypedFilter
          key={name}
          {...words}
          {...shared(name)}
          value={filters[name]}
          onChange={(value) => onChange({ [name]: value })}
        />
      ))}
      {moments.filter(isShown).map(({ name, ...words }) => (
        <TypedFilter
          key={name}
          {...words}
          {...shared(name)}
          type="datetime-local"
          value={localOf(filters[name])}
          shown={shownMoment(filters[name])}
          onChange={(value) => onChange({ [name]: value && new Date(value).toISOString(), received: null })}
        />
      ))}
      <Menu align="start" trigger={<FilterChip label="More" />}>
        {hidden.map(({ name, label }) => (
          <MenuItem key={name} onSelect={() => setAdded(name)}>
            {label}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

const minuteMs = 60_000;

/** A moment as the box for moments takes it: in the viewer's zone, to the minute. */
function localOf(moment: string | undefined): string | undefined {
  if (moment === undefined) return undefined;
  const at = new Date(moment);
  if (Number.isNaN(at.getTime())) return undefined;
  return new Date(at.getTime() - at.getTimezoneOffset() * minuteMs).toISOString().slice(0, 16);
}

function shownMoment(moment: string | undefined): string | undefined {
  if (moment === undefined) return undefined;
  const at = new Date(moment);
  return Number.isNaN(at.getTime()) ? "not a time" : formatExact(at).replace(/:\d\d [^ ]+$/, "");
}
