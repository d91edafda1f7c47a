"use client";

import { clsx } from "clsx";
import { formatCount } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";
import { type ShapeName, StatusShape } from "@/components/ui/status-shape";

/** One that waits, in two lines. */
export type QueueEntry = {
  readonly id: string;
  readonly shape: ShapeName;
  /** The shape in a word. */
  readonly word: string;
  readonly label: string;
  readonly detail: string;
  readonly detectedAt: string;
};

type QueueListProps = {
  /** "Conflicts". */
  heading: string;
  entries: readonly QueueEntry[];
  settled: ReadonlySet<string>;
  openId: string;
  onOpen: (id: string) => void;
};

/** What is still to be decided, beside the one at hand. */
export function QueueList({ heading, entries, settled, openId, onOpen }: QueueListProps) {
  return (
    <nav
      aria-label={`${heading} of the list`}
      className="order-first flex min-h-0 flex-col border-line border-r bg-sunken [--knock:var(--color-sunken)] max-xl:hidden"
    >
      <header className="flex items-baseline justify-between px-4 pt-4.5 pb-2.5">
        <h2 className="font-semibold">{heading}</h2>
        <span role="status" className="text-ink-3 text-xs tabular-nums">
          {formatCount(settled.size)} of {formatCount(entries.length)} decided
        </span>
      </header>
      <ol className="min-h-0 flex-1 overflow-auto px-2 pb-2">
        {entries.map((entry) => (
          <li key={entry.id} className="not-first:mt-px">
            <EntryButton
              entry={entry}
              isDecided={settled.has(entry.id)}
              isCurrent={entry.id === openId}
              onOpen={() => onOpen(entry.id)}
            />
          </li>
        ))}
      </ol>
    </nav>
  );
}

type EntryButtonProps = { entry: QueueEntry; isDecided: boolean; isCurrent: boolean; onOpen: () => void };

function EntryButton({ entry, isDecided, isCurrent, onOpen }: EntryButtonProps) {
  const { shape, word, label, detail, detectedAt } = entry;
  return (
    <button
      type="button"
      aria-current={isCurrent || undefined}
      onClick={onOpen}
      className={clsx(
        "flex w-full gap-2.25 rounded-md p-2 text-left leading-4.5 focus-visible:-outline-offset-2",
        isCurrent
          ? "bg-raised shadow-sheet ring ring-line dark:bg-selected dark:shadow-none dark:ring-0"
          : "hover:bg-hover",
      )}
    >
      <StatusShape shape={isDecided ? "ok" : shape} className="mt-0.75 size-3.5" />
      <span className="sr-only">{isDecided ? "Decided" : word}</span>
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline justify-between gap-2">
          <bdi className={clsx("truncate", isDecided ? "text-ink-3" : "font-medium")}>{label}</bdi>
          <RelativeTime at={detectedAt} className="flex-none text-ink-3 text-xs" />
        </span>
        <span className="block truncate text-ink-3 text-xs">{detail}</span>
      </span>
    </button>
  );
}
