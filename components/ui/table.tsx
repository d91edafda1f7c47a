"use client";

import { clsx } from "clsx";
import { type ComponentProps, createContext, type ReactNode, useContext, useRef } from "react";
import { type Outcome, outcomes } from "./outcomes";
import { useIsWide } from "./use-is-wide";
import { useShortcuts } from "./use-shortcuts";

/** Where a column goes in the two-line item that a row becomes on a phone; without a place it is left out. */
const phonePlaces = {
  name: "max-sm:order-1",
  state: "max-sm:order-2",
  detail: "max-sm:order-3 max-sm:text-ink-2",
  time: "max-sm:order-4 max-sm:text-right",
  wide: "max-sm:order-5 max-sm:col-span-full max-sm:pt-1",
} as const;

/** A column, declared once: its cells take alignment and place from here. */
export type Column = {
  id: string;
  head: string;
  /** The head is read out but not shown, as of a column of actions. */
  headHidden?: boolean;
  /** Stands in the head instead of its words, as the box that chooses all rows. */
  headContent?: ReactNode;
  /** A CSS width; the columns without one share what is left. */
  width?: string;
  /** Numbers and times stand right. */
  right?: boolean;
  /** Draws the outcome's swatch in the head, so that the heads are the legend of the lanes. */
  outcome?: Outcome;
  /** Names the row for screen readers. */
  names?: boolean;
  /** Goes when the window is narrower than 1200 px. */
  secondary?: boolean;
  phone?: keyof typeof phonePlaces;
};

const ColumnsContext = createContext<readonly Column[]>([]);

const edges = "first:pl-4.5 last:pr-3.5";

type TableProps = {
  /** Names the table for screen readers. */
  label: string;
  columns: readonly Column[];
  /** `/` moves the focus here. */
  filterRef?: { current: HTMLInputElement | null };
  /** GroupHead and Row. */
  children: ReactNode;
  className?: string;
};

/**
 * A fixed-layout table with a sticky head. J and K move through its rows, `/` goes to its filter; on a phone
 * each row becomes an item of two lines.
 */
export function Table({ label, columns, filterRef, children, className }: TableProps) {
  const table = useRef<HTMLTableElement>(null);
  const isWide = useIsWide();
  const shown = isWide ? columns : columns.filter(({ secondary }) => !secondary);
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
    <ColumnsContext value={shown}>
      <table ref={table} className={clsx("w-full table-fixed border-collapse max-sm:block", className)}>
        <caption className="sr-only">{label}</caption>
        <colgroup className="max-sm:hidden">
          {shown.map(({ id, width }) => (
            <col key={id} style={width ? { width } : undefined} />
          ))}
        </colgroup>
        <thead className="sticky top-0 z-(--z-sticky) bg-sheet max-sm:sr-only">
          <tr>
            {shown.map((column) => (
              <ColumnHead key={column.id} column={column} />
            ))}
          </tr>
        </thead>
        <tbody className="max-sm:block">{children}</tbody>
      </table>
    </ColumnsContext>
  );
}

function ColumnHead({ column: { head, headHidden, headContent, right, outcome } }: { column: Column }) {
  const swatch = outcomes.find(({ key }) => key === outcome);
  return (
    <th
      scope="col"
      className={clsx(
        "h-7.5 whitespace-nowrap border-line border-b px-2 font-medium text-2xs text-ink-3",
        edges,
        right ? "text-right" : "text-left",
      )}
    >
      {swatch ? <Swatch fill={swatch.fill} /> : null}
      {headContent ?? (headHidden ? <span className="sr-only">{head}</span> : head)}
    </th>
  );
}

/** The small square of an outcome beside its name. */
export function Swatch({ fill }: { fill: string }) {
  return <i className={clsx("mr-1.25 inline-block size-2 rounded-[2px]", fill)} />;
}

type GroupHeadProps = { title: string; count?: string; detail?: string };

/** The head of a group of rows: what needs a person, what runs, what waits, what is finished. */
export function GroupHead({ title, count, detail }: GroupHeadProps) {
  const columns = useContext(ColumnsContext);
  return (
    <tr className="max-sm:block">
      <th
        scope="rowgroup"
        colSpan={columns.length}
        className="h-7 border-line border-b bg-sunken px-4.5 text-left font-medium text-ink-2 text-xs max-sm:flex max-sm:items-center max-sm:px-3.5"
      >
        <span className="font-semibold text-ink">{title}</span>
        {count ? <span className="ml-1.5 text-ink-3 tabular-nums">{count}</span> : null}
        {detail ? <span className="ml-1.5 font-normal text-ink-3">· {detail}</span> : null}
      </th>
    </tr>
  );
}

type CellProps = Omit<ComponentProps<"td">, "align" | "colSpan" | "scope"> & {
  /** The id of its column. */
  column: string;
  /** The last column whose room the cell takes too, for text that explains. */
  through?: string;
  /** A zero is faint: nothing to see there. */
  zero?: boolean;
};

export function Cell({ column: id, through, zero, className, ...rest }: CellProps) {
  const columns = useContext(ColumnsContext);
  const first = columns.findIndex((column) => column.id === id);
  const last = through ? columns.findIndex((column) => column.id === through) : first;
  const column = columns[first];
  if (!column) return null;
  const { names, right, phone } = column;
  const Tag = names ? "th" : "td";
  return (
    <Tag
      {...rest}
      {...(names ? { scope: "row" } : {})}
      colSpan={last - first + 1}
      className={clsx(
        "h-(--row) truncate border-line border-b px-2 text-left font-normal max-sm:block max-sm:h-auto max-sm:border-0 max-sm:p-0!",
        edges,
        right && !through && "tabular-nums sm:text-right",
        zero && "text-ink-off",
        phone ? phonePlaces[phone] : "max-sm:hidden",
        className,
      )}
    />
  );
}

type ActionsCellProps = {
  /** Below the row on phones; without it left out there, where opening the row leads to the same. */
  onPhone?: boolean;
  children: ReactNode;
};

/** The last cell of a row: its button or its menu. */
export function ActionsCell({ onPhone = false, children }: ActionsCellProps) {
  const phone = onPhone
    ? clsx("max-sm:border-0 max-sm:p-0 max-sm:text-left max-sm:empty:hidden", phonePlaces.wide)
    : "max-sm:hidden";
  return <td className={clsx("border-line border-b pr-3 text-right", phone)}>{children}</td>;
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
