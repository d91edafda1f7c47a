"use client";

import { type QueueEntry, QueueList } from "@/components/deciding/queue-list";
import { useOtherSystems } from "@/components/deciding/use-other-systems";
import type { Conflict } from "@/lib/conflicts/schema";
import { furtherFields, severityLevels, severityWords, subjectOf } from "./conflict-words";

type ConflictQueueProps = {
  queue: readonly Conflict[];
  settled: ReadonlySet<string>;
  openId: string;
  onOpen: (id: string) => void;
};

/** What is still to be decided, beside the conflict at hand. */
export function ConflictQueue({ queue, ...rest }: ConflictQueueProps) {
  const systemOf = useOtherSystems();
  const entries = queue.map((conflict) => entryOf(conflict, systemOf(conflict).name));
  return <QueueList heading="Conflicts" entries={entries} {...rest} />;
}

function entryOf(conflict: Conflict, system: string): QueueEntry {
  const { id, severity, label, detectedAt } = conflict;
  const further = furtherFields(conflict);
  const what = further > 0 ? `${subjectOf(conflict, system)} +${further}` : subjectOf(conflict, system);
  return {
    id,
    label,
    detectedAt,
    shape: severityLevels[severity],
    word: severityWords[severity],
    detail: `${what} · ${system}`,
  };
}
