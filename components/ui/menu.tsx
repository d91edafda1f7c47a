"use client";

import { clsx } from "clsx";
import { Check, type LucideIcon } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { Keys } from "./keys";

const item =
  "flex min-h-7.5 cursor-pointer items-center gap-2.25 rounded-sm px-2 outline-none select-none data-[disabled]:cursor-not-allowed data-[disabled]:text-ink-off data-[highlighted]:bg-hover pointer-coarse:min-h-11 [&_.lucide]:size-3.5";

type MenuProps = {
  /** A button; it gets the name of what the menu belongs to. */
  trigger: ReactElement;
  align?: "start" | "end";
  side?: "top" | "bottom";
  children: ReactNode;
};

/** Actions of one thing. Compose it of MenuItem, MenuChoice, MenuLabel and MenuLine. */
export function Menu({ trigger, align = "end", side = "bottom", children }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          data-layer=""
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className="z-(--z-palette) min-w-49 animate-appear rounded-lg border border-line bg-raised p-1 shadow-raised [--knock:var(--color-raised)] dark:border-line-strong"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

type MenuItemProps = {
  icon?: LucideIcon;
  keys?: readonly string[];
  /** Ends or removes something. */
  danger?: boolean;
  disabled?: boolean;
  onSelect: () => void;
  children: ReactNode;
};

export function MenuItem({ icon: Icon, keys, danger, disabled, onSelect, children }: MenuItemProps) {
  return (
    <DropdownMenu.Item
      disabled={disabled}
      onSelect={onSelect}
      className={clsx(item, danger ? "text-bad-ink" : "[&_.lucide]:text-ink-3")}
    >
      {Icon ? <Icon /> : null}
      {children}
      {keys ? <Keys keys={keys} className="ml-auto" /> : null}
    </DropdownMenu.Item>
  );
}

type MenuChoiceProps<T extends string> = {
  label: string;
  options: readonly { value: T; label: string; icon?: LucideIcon }[];
  value: T;
  onChange: (value: T) => void;
};

/** One of a few values, kept open while choosing so that its effect can be seen. */
export function MenuChoice<T extends string>({ label, options, value, onChange }: MenuChoiceProps<T>) {
  return (
    <DropdownMenu.RadioGroup value={value} aria-label={label}>
      <MenuLabel>{label}</MenuLabel>
      {options.map(({ icon: Icon, ...option }) => (
        <DropdownMenu.RadioItem
          key={option.value}
          value={option.value}
          onSelect={(event) => {
            event.preventDefault();
            onChange(option.value);
          }}
          className={clsx(item, "[&_.lucide]:text-ink-3")}
        >
          {Icon ? <Icon /> : null}
          {option.label}
          <DropdownMenu.ItemIndicator className="ml-auto">
            <Check />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Label className="px-2 pt-1.5 pb-0.5 font-medium text-2xs text-ink-3">
      {children}
    </DropdownMenu.Label>
  );
}

export function MenuLine() {
  return <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line" />;
}
