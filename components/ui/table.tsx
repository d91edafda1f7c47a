"use client";

import { clsx } from "clsx";
import { type ComponentProps, type KeyboardEvent, type MouseEvent, type ReactNode, useRef } from "react";
import { type Outcome, outcomes } from "./outcomes";
import { useShortcuts } from "./use-shortcuts";

type TableProps = {
  /** Names the table for screen readers. */
  label: string;
  /** One entry a column: a CSS width, or null for what is left. */
  widths: readonly (string | null)[];
  /** The column heads. */
  head: ReactNode;
  /** `/` moves the focus here. */
  filterRef?: { current: HTMLInputElement | null };
  children: ReactNode;
  className?: string;
};

/**
 * A fixed-layout table with a sticky head. J and K move through its rows, `/` goes to its filter; on a phone
 * each row becomes an item of two lines, placed by its cells' `phone`.
 */
export function Table({ label, widths, head, filterRef, children, className }: TableProps) {
  const table = useRef<HTMLTableElement>(null);
  const move = (step: 1 | -1) => {
    const rows = [...(table.current?.querySelectorAll<HTMLElement>("tr[data-row]") ?? [])];
    const current = rows.findIndex((row) => row.contains(document.activeElement));
    const next = current < 0 ? 0 : Math.min(Math.max(current + step, 0), rows.length - 1);
    rows[next]?.focus();
  };
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    "/": filterRef ? () => filterRef.current?.focus() : undefined,
  });
  return (
    <table ref={table} className={clsx("w-full table-fixed border-collapse max-sm:block", className)}>
      <caption className="sr-only">{label}</caption>
      <colgroup className="max-sm:hidden">
        {widths.map((width, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns have no identity besides their place
          <col key={index} style={width ? { width } : undefined} />
        ))}
      </colgroup>
      <thead className="sticky top-0 z-(--z-sticky) bg-sheet max-sm:sr-only">
        <tr>{head}</tr>
      </thead>
      <tbody className="max-sm:block">{children}</tbody>
    </table>
  );
}

const edges = "first:pl-4.5 last:pr-3.5";

type ColumnHeadProps = {
  /** Numbers and times stand right. */
  right?: boolean;
  /** Draws the outcome's swatch, so that the heads are the legend of the lanes. */
  outcome?: Outcome;
  /** Read out but not shown, for the column of actions. */
  hidden?: boolean;
  className?: string;
  children: ReactNode;
};

export function ColumnHead({ right, outcome, hidden, className, children }: ColumnHeadProps) {
  const swatch = outcomes.find(({ key }) => key === outcome);
  return (
    <th
      scope="col"
      className={clsx(
        "h-7.5 border-line border-b px-2 font-medium text-2xs whitespace-nowrap text-ink-3",
        edges,
        right ? "text-right" : "text-left",
        className,
      )}
    >
      {swatch ? <Swatch fill={swatch.fill} /> : null}
      {hidden ? <span className="sr-only">{children}</span> : children}
    </th>
  );
}

/** The small square of an outcome beside its name. */
export function Swatch({ fill }: { fill: string }) {
  return <i className={clsx("mr-1.25 inline-block size-2 rounded-[2px]", fill)} />;
}

type GroupHeadProps = { title: string; count?: string; detail?: string; columns: number };

/** The head of a group of rows: what needs a person, what runs, what waits, what is finished. */
export function GroupHead({ title, count, detail, columns }: GroupHeadProps) {
  return (
    <tr className="max-sm:block">
      <th
        scope="rowgroup"
        colSpan={columns}
        className="h-7 border-line border-b bg-sunken px-4.5 text-left font-medium text-ink-2 text-xs max-sm:flex max-sm:items-center max-sm:px-3.5"
      >
        <span className="font-semibold text-ink">{title}</span>
        {count ? <span className="ml-1.5 text-ink-3 tabular-nums">{count}</span> : null}
        {detail ? <span className="ml-1.5 font-normal text-ink-3">· {detail}</span> : null}
      </th>
    </tr>
  );
}

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

/** Where a cell goes in the two-line item of a phone; without a place it is left out there. */
const places = {
  name: "max-sm:order-1",
  state: "max-sm:order-2",
  detail: "max-sm:order-3 max-sm:text-ink-2",
  time: "max-sm:order-4 max-sm:text-right",
  wide: "max-sm:order-5 max-sm:col-span-full max-sm:pt-1",
} as const;

type CellProps = Omit<ComponentProps<"td">, "align"> & {
  right?: boolean;
  /** A zero is faint: nothing to see there. */
  zero?: boolean;
  phone?: keyof typeof places;
  /** Names the row, for screen readers. */
  isRowHead?: boolean;
};

export function Cell({ right, zero, phone, isRowHead, className, ...rest }: CellProps) {
  const Tag = isRowHead ? "th" : "td";
  return (
    <Tag
      {...rest}
      {...(isRowHead ? { scope: "row" } : {})}
      className={clsx(
        "h-(--row) truncate border-line border-b px-2 text-left font-normal max-sm:block max-sm:h-auto max-sm:border-0 max-sm:p-0!",
        edges,
        right && "tabular-nums sm:text-right",
        zero && "text-ink-off",
        phone ? places[phone] : "max-sm:hidden",
        className,
      )}
    />
  );
}

/** The last cell of a row: its button or its menu. Left out on phones, where opening the row leads to them. */
export function ActionsCell({ children }: { children: ReactNode }) {
  return <td className="border-line border-b pr-3 text-right max-sm:hidden">{children}</td>;
}

type TableFootProps = {
  /** "15 of 94 jobs shown". */
  children: ReactNode;
  /** The keys of this table. */
  aside?: ReactNode;
};

export function TableFoot({ children, aside }: TableFootProps) {
  return (
    <footer className="flex h-9 flex-none items-center gap-3 border-line border-t pr-3 pl-4.5 text-ink-3 text-xs tabular-nums">
      {children}
      {aside ? <span className="ml-auto flex items-center gap-2.5 max-sm:hidden">{aside}</span> : null}
    </footer>
  );
}
