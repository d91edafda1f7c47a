"use client";

import { clsx } from "clsx";
import { formatCount } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusShape } from "@/components/ui/status-shape";
import type { Conflict } from "@/lib/conflicts/schema";
import { furtherFields, severityLevels, severityWords, subjectOf } from "./conflict-words";
import { useConflictSystems } from "./use-system-name";

type ConflictQueueProps = {
  queue: readonly Conflict[];
  settled: ReadonlySet<string>;
  openId: string;
  onOpen: (id: string) => void;
};

/** What is still to be decided, beside the conflict at hand. */
export function ConflictQueue({ queue, settled, openId, onOpen }: ConflictQueueProps) {
  const systemOf = useConflictSystems();
  return (
    <nav
      aria-label="Conflicts of the list"
      className="flex min-h-0 flex-col border-line border-r bg-sunken [--knock:var(--color-sunken)] max-xl:hidden"
    >
      <header className="flex items-baseline justify-between px-4 pt-4.5 pb-2.5">
        <h2 className="font-semibold">Conflicts</h2>
        <span role="status" className="text-ink-3 text-xs tabular-nums">
          {formatCount(settled.size)} of {formatCount(queue.length)} decided
        </span>
      </header>
      <ol className="min-h-0 flex-1 overflow-auto px-2 pb-2">
        {queue.map((conflict) => (
          <li key={conflict.id} className="not-first:mt-px">
            <QueueEntry
              conflict={conflict}
              system={systemOf(conflict).name}
              isDecided={settled.has(conflict.id)}
              isCurrent={conflict.id === openId}
              onOpen={() => onOpen(conflict.id)}
            />
          </li>
        ))}
      </ol>
    </nav>
  );
}

type QueueEntryProps = {
  conflict: Conflict;
  system: string;
  isDecided: boolean;
  isCurrent: boolean;
  onOpen: () => void;
};

function QueueEntry({ conflict, system, isDecided, isCurrent, onOpen }: QueueEntryProps) {
  const further = furtherFields(conflict);
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
      <StatusShape
        shape={isDecided ? "ok" : severityLevels[conflict.severity]}
        className="mt-0.75 size-3.5"
      />
      <span className="sr-only">{isDecided ? "Decided" : severityWords[conflict.severity]}</span>
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline justify-between gap-2">
          <bdi className={clsx("truncate", isDecided ? "text-ink-3" : "font-medium")}>{conflict.label}</bdi>
          <RelativeTime at={conflict.detectedAt} className="flex-none text-ink-3 text-xs" />
        </span>
        <span className="block truncate text-ink-3 text-xs">
          {subjectOf(conflict, system)}
          {further > 0 ? ` +${further}` : ""} · {system}
        </span>
      </span>
    </button>
  );
}
