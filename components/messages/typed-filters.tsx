"use client";

import { Popover } from "radix-ui";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { FilterChip } from "@/components/ui/chip";
import { Field } from "@/components/ui/field";
import { formatExact } from "@/components/ui/format";
import { Input } from "@/components/ui/input";
import type { FilterChanges, Filters } from "./message-filters";

const texts = [
  { name: "type", label: "Type", hint: "ORU^R01, or ORU" },
  { name: "sender", label: "Sender", hint: "LAB|MAIN" },
  { name: "controlId", label: "Control id", hint: "MSH-10" },
  { name: "patientId", label: "Patient", hint: "Identifier" },
  { name: "order", label: "Order", hint: "Placer’s or filler’s" },
  { name: "accession", label: "Accession", hint: "Number" },
  { name: "caseId", label: "Case", hint: "Number" },
] as const;
const moments = [
  { name: "from", label: "From" },
  { name: "to", label: "To" },
] as const;

type Name = (typeof texts | typeof moments)[number]["name"];
const names: readonly Name[] = [...texts, ...moments].map(({ name }) => name);

function isMoment(name: Name): boolean {
  return moments.some((each) => each.name === name);
}

type TypedFiltersProps = { filters: Filters; onChange: (changes: FilterChanges) => void };

/** The filters whose values are typed: a chip for each that is set, and one form for all. */
export function TypedFilters({ filters, onChange }: TypedFiltersProps) {
  const [open, setOpen] = useState(false);
  const take = (changes: FilterChanges) => {
    onChange(changes);
    setOpen(false);
  };
  const set = [...texts, ...moments].flatMap(({ name, label }) => {
    const value = filters[name];
    return value ? { name, label, value } : [];
  });
  return (
    <>
      {set.map(({ name, label, value }) => (
        <FilterChip
          key={name}
          label={label}
          value={isMoment(name) ? momentWords(value) : value}
          onClick={() => setOpen(true)}
          onClear={() => onChange({ [name]: null })}
        />
      ))}
      <Popover.Root open={open} onOpenChange={setOpen}>
        <Popover.Trigger asChild>
          <FilterChip label="More" />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content {...popover} aria-label="More filters">
            <TypedForm filters={filters} onTake={take} />
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
    </>
  );
}

const popover = {
  "data-layer": "",
  align: "end",
  sideOffset: 4,
  collisionPadding: 8,
  className:
    "z-(--z-palette) max-h-(--radix-popover-content-available-height) w-100 max-w-[calc(100vw-16px)] animate-appear overflow-y-auto rounded-lg border border-line bg-raised p-3.5 shadow-raised dark:border-line-strong",
} as const;

type Typed = Readonly<Record<Name, string>>;

function typedOf(filters: Filters): Typed {
  const text = (name: Name) => filters[name] ?? "";
  return {
    type: text("type"),
    sender: text("sender"),
    controlId: text("controlId"),
    patientId: text("patientId"),
    order: text("order"),
    accession: text("accession"),
    caseId: text("caseId"),
    from: localOf(filters.from),
    to: localOf(filters.to),
  };
}

function TypedForm({ filters, onTake }: { filters: Filters; onTake: (changes: FilterChanges) => void }) {
  const [typed, setTyped] = useState(() => typedOf(filters));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onTake(changesOf(typed));
  };
  const input = (name: Name, more: { placeholder?: string; type?: string }) => (
    <Input
      {...more}
      size="sm"
      autoComplete="off"
      value={typed[name]}
      onChange={({ target }) => setTyped({ ...typed, [name]: target.value })}
    />
  );
  return (
    <form onSubmit={submit} className="grid grid-cols-2 gap-3">
      {texts.map(({ name, label, hint }) => (
        <Field key={name} label={label}>
          {input(name, { placeholder: hint })}
        </Field>
      ))}
      <span />
      {moments.map(({ name, label }) => (
        <Field key={name} label={label}>
          {input(name, { type: "datetime-local" })}
        </Field>
      ))}
      <p className="col-span-2 text-ink-3 text-xs">
        Identifiers are written whole, as the sender writes them. What tells of a patient stays on this page
        and does not get into its address.
      </p>
      <Button type="submit" variant="primary" className="col-start-2 justify-self-end">
        Filter
      </Button>
    </form>
  );
}

/** Typed values as filters; a moment in the viewer's zone becomes one that everybody means alike. */
function changesOf(typed: Typed): FilterChanges {
  const value = (name: Name) => {
    const text = typed[name].trim();
    if (text === "") return null;
    return isMoment(name) ? new Date(text).toISOString() : text;
  };
  const changes: FilterChanges = Object.fromEntries(names.map((name) => [name, value(name)]));
  return changes.from || changes.to ? { ...changes, received: null } : changes;
}

const minuteMs = 60_000;

function validDate(moment: string | undefined): Date | null {
  const at = new Date(moment ?? "");
  return Number.isNaN(at.getTime()) ? null : at;
}

/** A moment as the box for moments takes it: in the viewer's zone, to the minute. */
function localOf(moment: string | undefined): string {
  const at = validDate(moment);
  return at ? new Date(at.getTime() - at.getTimezoneOffset() * minuteMs).toISOString().slice(0, 16) : "";
}

function momentWords(moment: string): string {
  const at = validDate(moment);
  return at ? formatExact(at).replace(/:\d\d [^ ]+$/, "") : "not a time";
}
