"use client";

import { FilterChip } from "./chip";
import { Menu, MenuChoice } from "./menu";

type ChoiceChipProps = {
  label: string;
  options: readonly { value: string; label: string }[];
  value: string | null;
  onChange: (value: string | null) => void;
};

/** A filter that takes one of a few values. */
export function ChoiceChip({ label, options, value, onChange }: ChoiceChipProps) {
  const chosen = options.find((option) => option.value === value);
  return (
    <Menu
      align="start"
      trigger={
        <FilterChip
          label={label}
          value={value === null ? undefined : (chosen?.label ?? "another")}
          onClear={() => onChange(null)}
        />
      }
    >
      <MenuChoice label={label} options={options} value={value ?? ""} onChange={onChange} />
    </Menu>
  );
}
