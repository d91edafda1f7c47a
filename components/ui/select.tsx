"use client";

import { clsx } from "clsx";
import { Command } from "cmdk";
import { Check, ChevronsUpDown, Search } from "lucide-react";
import { Popover } from "radix-ui";
import { type ReactNode, useId, useState } from "react";
import { useFieldControl } from "./field";
import { inputLook } from "./input";

export type SelectOption<T extends string> = {
  value: T;
  label: string;
  /** A quieter addition to the label, searched as well. */
  detail?: string;
  disabled?: boolean;
};

type SelectProps<T extends string> = {
  options: readonly SelectOption<T>[];
  value: T | null;
  onChange: (value: T) => void;
  placeholder?: string;
  /** Shown when the search leaves nothing. */
  empty?: ReactNode;
  /** Needed when no Field is around. */
  "aria-label"?: string;
  disabled?: boolean;
};

function OptionText({ option }: { option: SelectOption<string> }) {
  return (
    <span className="min-w-0 flex-1 truncate">
      {option.label}
      {option.detail ? <span className="text-ink-3"> · {option.detail}</span> : null}
    </span>
  );
}

/** One choice of many: a list with search. Two or three choices are Segments. */
export function Select<T extends string>(props: SelectProps<T>) {
  const [open, setOpen] = useState(false);
  const list = useId();
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <SelectTrigger {...props} list={list} open={open} />
      <Popover.Portal>
        <Popover.Content
          data-layer=""
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-(--z-palette) w-(--radix-popover-trigger-width) min-w-56 animate-appear overflow-hidden rounded-lg border border-line bg-raised shadow-raised dark:border-line-strong"
        >
          <OptionList
            {...props}
            id={list}
            onChange={(value) => {
              props.onChange(value);
              setOpen(false);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

type SelectTriggerProps<T extends string> = SelectProps<T> & { list: string; open: boolean };

function SelectTrigger<T extends string>({ list, open, ...props }: SelectTriggerProps<T>) {
  const control = useFieldControl();
  const chosen = props.options.find((option) => option.value === props.value);
  return (
    <Popover.Trigger asChild>
      <button
        type="button"
        role="combobox"
        {...control}
        aria-label={props["aria-label"]}
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-controls={list}
        disabled={props.disabled}
        className={clsx(inputLook("md", control["aria-invalid"] ? "error" : "control"), "text-left")}
      >
        {chosen ? (
          <OptionText option={chosen} />
        ) : (
          <span className="flex-1 truncate text-ink-3">{props.placeholder ?? "Choose"}</span>
        )}
        <ChevronsUpDown className="size-3.5 text-ink-3" />
      </button>
    </Popover.Trigger>
  );
}

function OptionList<T extends string>({
  id,
  options,
  value,
  onChange,
  empty,
}: SelectProps<T> & { id: string }) {
  return (
    <Command label="Options" loop defaultValue={value ?? undefined}>
      <div className="flex h-9 items-center gap-2 border-line border-b px-2.5">
        <Search className="size-3.5 text-ink-3" />
        <Command.Input placeholder="Search" className="min-w-0 flex-1 bg-transparent outline-none" />
      </div>
      <Command.List id={id} className="max-h-72 overflow-y-auto p-1">
        <Command.Empty className="px-2 py-3 text-ink-3">{empty ?? "Nothing fits this search"}</Command.Empty>
        {options.map((option) => (
          <Command.Item
            key={option.value}
            value={option.value}
            keywords={[option.label, option.detail ?? ""]}
            disabled={option.disabled}
            onSelect={() => onChange(option.value)}
            className="flex min-h-7.5 cursor-pointer items-center gap-2 rounded-sm px-2 data-[disabled=true]:cursor-not-allowed data-[disabled=true]:text-ink-off data-[selected=true]:bg-hover"
          >
            <OptionText option={option} />
            {option.value === value ? <Check className="size-3.5 text-accent-ink" /> : null}
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}
