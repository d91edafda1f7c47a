"use client";

import { FilterChip } from "@/components/ui/chip";
import { Menu, MenuChoice } from "@/components/ui/menu";

type Option = { value: string; label: string };

type ChoiceChipProps = {
  label: string;
  options: readonly Option[];
  value: string | null;
  onChange: (value: string | null) => void;
};

/** A filter with a menu of its values. */
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
