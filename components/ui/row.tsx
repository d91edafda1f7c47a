"use client";

import { clsx } from "clsx";
import type { KeyboardEvent, MouseEvent, ReactNode } from "react";

type RowProps = {
  /** Enter or a press opens what the row stands for. */
  onOpen?: () => void;
  /** X chooses the row, for actions on several. */
  onToggle?: () => void;
  selected?: boolean;
  /** Arrived while the table was in view: tinted for two seconds. */
  fresh?: boolean;
  children: ReactNode;
};

/** A press on a control inside the row belongs to the control. */
function isOnControl(event: MouseEvent): boolean {
  return (
    event.target instanceof Element && event.target.closest("a, button, input, label, [data-layer]") !== null
  );
}

export function Row({ onOpen, onToggle, selected, fresh, children }: RowProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.metaKey || event.ctrlKey || event.altKey) return;
    const act = event.key === "Enter" ? onOpen : event.key.toLowerCase() === "x" ? onToggle : undefined;
    if (!act) return;
    event.preventDefault();
    act();
  };
  return (
    <tr
      data-row=""
      tabIndex={onOpen || onToggle ? 0 : undefined}
      aria-selected={selected}
      onKeyDown={onKeyDown}
      onClick={(event) => !isOnControl(event) && onOpen?.()}
      className={clsx(
        "focus-visible:-outline-offset-2 max-sm:grid max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:gap-x-2.5 max-sm:gap-y-0.5 max-sm:border-line max-sm:border-b max-sm:px-3.5 max-sm:py-2.25",
        onOpen && "cursor-pointer",
        selected ? "bg-selected" : "hover:bg-hover",
        fresh && "animate-fresh",
      )}
    >
      {children}
    </tr>
  );
}
