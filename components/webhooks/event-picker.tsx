"use client";

import { Chip } from "@/components/ui/chip";
import { eventFamilies, isChosen, toggleEvent } from "./event-choice";

type EventPickerProps = { events: readonly string[]; onChange: (events: string[]) => void };

const wordOf = (type: string) => (type.split(".")[1] ?? type).replaceAll("_", " ");

/** Event types by what they tell of; each kind can be taken whole, with what is added to it later. */
export function EventPicker({ events, onChange }: EventPickerProps) {
  const toggle = (pattern: string) => onChange(toggleEvent(events, pattern));
  return (
    <div className="rounded-md border border-line">
      {eventFamilies.map(({ pattern, label, types }) => (
        <fieldset
          key={pattern}
          className="grid grid-cols-[150px_minmax(0,1fr)] items-center gap-2 border-line border-b px-2.5 py-1.5 last:border-b-0 max-sm:grid-cols-1 max-sm:gap-1"
        >
          <legend className="sr-only">{label}</legend>
          <span aria-hidden="true" className="text-ink-2">
            {label}
          </span>
          <span className="flex flex-wrap gap-1.25">
            <Chip multiple pressed={events.includes(pattern)} onClick={() => toggle(pattern)}>
              {pattern}
            </Chip>
            {types.map((type) => (
              <Chip key={type} multiple pressed={isChosen(events, type)} onClick={() => toggle(type)}>
                {wordOf(type)}
              </Chip>
            ))}
          </span>
        </fieldset>
      ))}
    </div>
  );
}
