import { clsx } from "clsx";
import { Check, Plus, X } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { type ShapeName, StatusShape } from "./status-shape";

const look =
  "inline-flex h-6.5 flex-none items-center gap-1.25 rounded-[6px] border px-2.25 text-xs font-medium whitespace-nowrap transition-colors max-sm:h-9 max-sm:px-3 [&_.lucide]:size-3";

type ChipProps = Omit<ComponentProps<"button">, "aria-pressed"> & {
  pressed: boolean;
  count?: string;
  shape?: ShapeName;
  /** Shows a check while pressed, for a set of choices of which several may be taken. */
  multiple?: boolean;
};

/** A choice that is on or off. */
export function Chip({ pressed, count, shape, multiple, className, children, ...rest }: ChipProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-pressed={pressed}
      className={clsx(
        look,
        pressed
          ? "border-accent-line bg-selected text-accent-ink"
          : "border-line-strong text-ink-2 hover:bg-hover",
        className,
      )}
    >
      {multiple && pressed ? <Check /> : null}
      {shape ? <StatusShape shape={shape} className="size-3" /> : null}
      {children}
      {count ? <span className={clsx("tabular-nums", !pressed && "text-ink-3")}>{count}</span> : null}
    </button>
  );
}

type FilterChipProps = Omit<ComponentProps<"button">, "value"> & {
  label: string;
  /** What the filter is set to; without it the chip offers to add the filter. */
  value?: ReactNode;
  onClear?: () => void;
};

/** A filter: dashed to add, filled in with its value and a way to clear it. */
export function FilterChip({ label, value, onClear, className, ...rest }: FilterChipProps) {
  if (value === undefined) {
    return (
      <button
        type="button"
        {...rest}
        className={clsx(look, "border-line-strong border-dashed text-ink-2 hover:bg-hover", className)}
      >
        <Plus />
        {label}
      </button>
    );
  }
  return (
    <span className={clsx(look, "gap-0! border-line-strong px-0! text-ink-2 hover:bg-hover", className)}>
      <button type="button" {...rest} className="h-full rounded-[6px] pl-2.25">
        {label} <b className="font-medium text-accent-ink">{value}</b>
      </button>
      {onClear ? (
        <button
          type="button"
          aria-label={`Clear ${label}`}
          onClick={onClear}
          className="h-full rounded-[6px] pr-2.25 pl-1.25"
        >
          <X />
        </button>
      ) : null}
    </span>
  );
}
