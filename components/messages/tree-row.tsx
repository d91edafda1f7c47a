"use client";

import { clsx } from "clsx";
import { ChevronDown, ChevronRight } from "lucide-react";
import { memo } from "react";
import { StatusShape } from "@/components/ui/status-shape";
import { useCurrentPlace, usePlaceWithin } from "./current-place";
import type { TreeRow, Trouble } from "./tree";

type TreeRowViewProps = TreeRow & {
  /** What the place is called. */
  name: string | null;
  /** What the code there means. */
  meaning: string | null;
  /** How the value is written, where that is not how it reads. */
  written: string | null;
  isOpen: boolean;
  /** Whether something is wrong there, or odd. */
  tone: Trouble["tone"] | null;
  /** In words; empty where there is nothing to say. */
  trouble: string;
  /** The one row of the tree that the tabulator stops at. */
  isStop: boolean;
};

const currentLook = {
  plain: "bg-selected inset-ring inset-ring-accent-line",
  warn: "bg-warn-wash inset-ring inset-ring-warn/45",
  bad: "bg-bad-wash inset-ring inset-ring-bad/45",
} as const;
const toneInk = { warn: "text-warn-ink", bad: "text-bad-ink" } as const;

/** A segment, a field or a part of one. All it is given is compared by value: of thousands only what changed is drawn. */
export const TreeRowView = memo(function TreeRowView(props: TreeRowViewProps) {
  const { place: own, level, opens, isOpen, tone, isStop } = props;
  const current = useCurrentPlace();
  const place = usePlaceWithin(own);
  // What lies inside of an open row shows itself.
  const isCurrent = place !== null && (!isOpen || place === own);
  return (
    <div
      role="treeitem"
      aria-level={level}
      aria-expanded={opens ? isOpen : undefined}
      aria-selected={isCurrent}
      tabIndex={isStop ? 0 : -1}
      data-place={own}
      onPointerEnter={() => current.point(own)}
      className={clsx(
        "flex min-h-6.5 items-center gap-1.5 rounded-sm pr-2 focus-visible:-outline-offset-2 pointer-coarse:min-h-11",
        opens && "cursor-pointer",
        isCurrent && currentLook[tone ?? "plain"],
      )}
      style={{ paddingLeft: `${(level - 1) * 18 + 6}px` }}
    >
      <RowContent {...props} />
    </div>
  );
});

function RowContent(props: TreeRowViewProps) {
  const { level, label, value, opens, name, meaning, written, isOpen, tone, trouble } = props;
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  const isSegment = level === 1;
  return (
    <>
      {opens ? <Chevron className="size-3 text-ink-3" /> : <span className="w-3 flex-none" />}
      <span
        className={clsx(
          "flex-none font-mono text-xs",
          isSegment ? "min-w-12 font-semibold" : "min-w-6",
          tone ? toneInk[tone] : isSegment ? "text-ink" : "text-ink-3",
        )}
      >
        {label}
      </span>
      {name ? <RowName name={name} isSegment={isSegment} isHidden={!isOpen && value !== ""} /> : null}
      {isSegment && isOpen ? null : (
        <bdi
          title={written ? `Written ${written}` : undefined}
          className={clsx(
            "min-w-0 flex-1 truncate",
            isSegment && "text-ink-2",
            tone && !isSegment && ["font-semibold", toneInk[tone]],
          )}
        >
          {value}
          {meaning ? <span className="font-normal text-ink-3"> {meaning}</span> : null}
        </bdi>
      )}
      {tone ? <StatusShape shape={tone} className="ml-auto size-3" /> : null}
      {tone ? <span className="sr-only">{trouble}</span> : null}
    </>
  );
}

type RowNameProps = {
  name: string;
  isSegment: boolean /** Where a closed segment says more of itself. */;
  isHidden: boolean;
};

function RowName({ name, isSegment, isHidden }: RowNameProps) {
  const look = isSegment ? ["max-w-40 text-ink-2", isHidden && "sr-only"] : "w-34 text-ink-3 max-sm:w-26";
  return <span className={clsx("flex-none truncate", look)}>{name}</span>;
}
