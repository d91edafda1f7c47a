"use client";

import { Plus, X } from "lucide-react";
import { useId } from "react";
import { Button, IconButton } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { ConflictField } from "@/lib/conflicts/schema";
import { type Part, partsOfField, textOfPart, withText } from "./draft-parts";
import type { Drawing } from "./field-row";
import { readableEntries } from "./readable-value";

type TypedPartsInputProps = {
  drawing: Drawing;
  field: ConflictField;
  /** A list of entries, or one group. */
  draft: unknown;
  onType: (draft: unknown) => void;
};

/** A list or a group typed part by part, entry by entry. */
export function TypedPartsInput({ drawing, field, draft, onType }: TypedPartsInputProps) {
  const { conflict, nameOf } = drawing;
  const { isList, parts } = partsOfField(conflict.entity, field.path);
  const entries: readonly unknown[] = Array.isArray(draft) ? draft : isList ? [] : [draft];
  const replace = (index: number, entry: unknown) => onType(isList ? entries.with(index, entry) : entry);
  return (
    <div data-typing="" className="mt-3 grid gap-2.5">
      {entries.map((entry, index) => (
        <EntryParts
          // biome-ignore lint/suspicious/noArrayIndexKey: entries have no identity but their place
          key={index}
          name={readableEntries(conflict.entity, field.path, isList ? [entry] : entry, nameOf).join(", ")}
          entry={entry}
          parts={parts}
          isFirst={index === 0}
          onChange={(next) => replace(index, next)}
          onRemove={isList ? () => onType(entries.toSpliced(index, 1)) : undefined}
        />
      ))}
      {isList && parts.length > 0 ? (
        <Button size="sm" icon={Plus} className="justify-self-start" onClick={() => onType([...entries, {}])}>
          Add an entry
        </Button>
      ) : null}
    </div>
  );
}

type EntryPartsProps = {
  name: string;
  entry: unknown;
  parts: readonly Part[];
  isFirst: boolean;
  onChange: (entry: unknown) => void;
  onRemove?: () => void;
};

function EntryParts({ name, entry, parts, isFirst, onChange, onRemove }: EntryPartsProps) {
  const id = useId();
  return (
    <fieldset
      aria-labelledby={id}
      className="min-w-0 rounded-md border border-line-strong bg-raised px-3 pt-1.5 pb-2.5"
    >
      <div className="mb-1 flex items-center justify-between gap-2">
        <span id={id} className="min-w-0 truncate font-medium text-xs">
          {name || "New entry"}
        </span>
        {onRemove ? (
          <IconButton size="sm" icon={X} label={`Remove ${name || "the entry"}`} onClick={onRemove} />
        ) : null}
      </div>
      <div className="grid grid-cols-4 gap-2 max-xl:grid-cols-2">
        {parts.map((part, index) => (
          <Field key={part.label} label={part.label} optional={false}>
            <Input
              size="sm"
              autoFocus={isFirst && index === 0}
              value={textOfPart(entry, part)}
              spellCheck={false}
              onChange={({ target }) => onChange(withText(entry, part, target.value))}
            />
          </Field>
        ))}
      </div>
    </fieldset>
  );
}
