"use client";

import { clsx } from "clsx";
import { ChevronDown, ChevronRight } from "lucide-react";
import { memo } from "react";
import { StatusShape } from "@/components/ui/status-shape";
import { useCurrentPlace, usePlaceWithin } from "./current-place";
import type { TreeRow } from "./tree";

type TreeRowViewProps = {
  row: TreeRow;
  /** What the place is called. */
  name: string | null;
  /** How the value is written, where that is not how it reads. */
  written: string | null;
  isOpen: boolean;
  /** What is wrong there; empty where nothing is. */
  trouble: string;
  /** The one row of the tree that the tabulator stops at. */
  isStop: boolean;
};

/** A segment, a field or a part of one. */
export const TreeRowView = memo(function TreeRowView(props: TreeRowViewProps) {
  const { row, isOpen, trouble, isStop } = props;
  const current = useCurrentPlace();
  const place = usePlaceWithin(row.place);
  // What lies inside of an open row shows itself.
  const isCurrent = place !== null && (!isOpen || place === row.place);
  const isBad = trouble !== "";
  return (
    <div
      role="treeitem"
      aria-level={row.level}
      aria-expanded={row.opens ? isOpen : undefined}
      aria-selected={isCurrent}
      tabIndex={isStop ? 0 : -1}
      data-place={row.place}
      onPointerEnter={() => current.point(row.place)}
      className={clsx(
        "flex min-h-6.5 items-center gap-1.5 rounded-sm pr-2 focus-visible:-outline-offset-2 pointer-coarse:min-h-11",
        row.opens && "cursor-pointer",
        isCurrent &&
          (isBad
            ? "bg-bad-wash inset-ring inset-ring-bad/45"
            : "bg-selected inset-ring inset-ring-accent-line"),
      )}
      style={{ paddingLeft: `${(row.level - 1) * 18 + 6}px` }}
    >
      <RowContent {...props} isBad={isBad} />
    </div>
  );
});

function RowContent({ row, name, written, isOpen, trouble, isBad }: TreeRowViewProps & { isBad: boolean }) {
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  const isSegment = row.level === 1;
  return (
    <>
      {row.opens ? <Chevron className="size-3 text-ink-3" /> : <span className="w-3 flex-none" />}
      <span
        className={clsx(
          "flex-none font-mono text-xs",
          isSegment ? "min-w-12 font-semibold" : "min-w-6 text-ink-3",
          isBad ? "text-bad-ink" : isSegment && "text-ink",
        )}
      >
        {row.label}
      </span>
      {name ? (
        <span
          className={clsx(
            "flex-none truncate text-ink-3",
            isSegment ? "max-w-40 text-ink-2" : "w-34 max-sm:w-26",
            isSegment && row.value && !isOpen && "sr-only",
          )}
        >
          {name}
        </span>
      ) : null}
      {isSegment && isOpen ? null : (
        <bdi
          title={written ? `Written ${written}` : undefined}
          className={clsx(
            "min-w-0 flex-1 truncate",
            isSegment && "text-ink-2",
            isBad && !isSegment && "font-semibold text-bad-ink",
          )}
        >
          {row.value}
        </bdi>
      )}
      {isBad ? <StatusShape shape="warn" className="ml-auto size-3" /> : null}
      {isBad ? <span className="sr-only">{trouble}</span> : null}
    </>
  );
}
