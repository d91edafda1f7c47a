"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import { DecidingFrame, DecidingPane } from "@/components/deciding/deciding-frame";
import { LastDecisionLine } from "@/components/deciding/last-decision";
import { type OtherSystem, useOtherSystems } from "@/components/deciding/use-other-systems";
import { useQueue } from "@/components/deciding/use-queue";
import { useLive } from "@/components/live/use-live";
import { ReadFailed } from "@/components/read-failed";
import { usePermission } from "@/components/shell/workspace-context";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { useShortcuts } from "@/components/ui/use-shortcuts";
import type { Conflict } from "@/lib/conflicts/schema";
import { conflictKeyGroups } from "./conflict-keys";
import { ConflictQueue } from "./conflict-queue";
import { ConflictStory } from "./conflict-story";
import { conflictLine } from "./conflict-words";
import { DecidingView } from "./deciding-view";
import { fieldsToDecide } from "./decisions";
import { type Drawing, FieldRow } from "./field-row";
import { FieldTable } from "./field-table";
import { useConflict } from "./use-conflicts";
import { useRecordNames } from "./use-record-names";
import type { UndoLast } from "./use-undo-last";

type ConflictDialogProps = {
  id: string;
  /** The list it was opened from. */
  listed: readonly Conflict[];
  /** The list is of open ones: they are gone through one by one. */
  isWork: boolean;
  /** Lists more, where there is more. */
  onEndReached?: () => void;
  undoLast: UndoLast;
  onOpen: (id: string) => void;
  onClose: () => void;
};

/** A conflict beside those that wait: read, decide, and on to the next without leaving. */
export function ConflictDialog(props: ConflictDialogProps) {
  const { id, listed, isWork, onEndReached, undoLast, onOpen, onClose } = props;
  const dialog = useRef<HTMLDivElement>(null);
  const { queue, settled, note, before, after, next } = useQueue(listed, id);
  const { data, error, refetch } = useConflict(id);
  const conflict = data ?? queue.find((each) => each.id === id);
  const isAtEnd = after === undefined;
  useEffect(() => {
    if (isAtEnd) onEndReached?.();
  }, [isAtEnd, onEndReached]);
  // Taken back: it waits again.
  if (data?.status === "OPEN") note(id, false);
  const systemOf = useOtherSystems();
  const goTo = (to: string | undefined) => (to === undefined ? undefined : () => onOpen(to));
  const onDecided = (decided: Conflict) => {
    note(decided.id, true);
    undoLast.remember(decided);
    if (next) return onOpen(next);
    undoLast.offer(decided);
    onClose();
  };
  const system = conflict && systemOf(conflict);
  return (
    <DecidingFrame
      dialog={dialog}
      noun="conflict"
      title={conflict?.label}
      line={conflict && system ? conflictLine(conflict, system.name) : "It is being read"}
      recordPath={conflict && `/records/${conflict.entity}/${conflict.recordId}`}
      queue={isWork ? <ConflictQueue queue={queue} settled={settled} openId={id} onOpen={onOpen} /> : null}
      keyGroups={conflictKeyGroups}
      onNext={goTo(after)}
      onPrevious={goTo(before)}
      onUndo={undoLast.undo}
      onClose={onClose}
    >
      <LastDecisionLine last={lastWords(undoLast)} onUndo={undoLast.undo} />
      {conflict && system ? (
        <ConflictBody key={id} {...{ conflict, system, dialog, onDecided }} leadsOn={next !== undefined} />
      ) : error ? (
        <div className="px-5.5">
          <ReadFailed what="The conflict" right="read conflicts" error={error} onRetry={refetch} />
        </div>
      ) : (
        <SkeletonRows label="Loading the conflict" />
      )}
    </DecidingFrame>
  );
}

function lastWords({ last }: UndoLast) {
  if (!last) return null;
  const { conflict, isTakenBack } = last;
  const words = isTakenBack ? "The decision is taken back" : "The conflict is decided";
  return { words, label: conflict.label, isTakenBack };
}

type ConflictBodyProps = {
  conflict: Conflict;
  system: OtherSystem;
  dialog: RefObject<HTMLDivElement | null>;
  leadsOn: boolean;
  onDecided: (settled: Conflict) => void;
};

/** Open and mine to decide, open and only to be read, or settled. */
function ConflictBody({ conflict, system, dialog, leadsOn, onDecided }: ConflictBodyProps) {
  const [isRaw, setRaw] = useState(false);
  const { refetch } = useConflict(conflict.id);
  const nameOf = useRecordNames(conflict);
  const mayDecide = usePermission("conflicts:resolve");
  useShortcuts({ v: () => setRaw((was) => !was) }, { layer: dialog });
  useLive([`records:${conflict.entity}`], (message) => {
    if (message.type === "RECORD_CHANGED" && message.recordId === conflict.recordId) void refetch();
  });
  const drawing: Drawing = { conflict, system: system.name, nameOf, isRaw };
  if (conflict.status !== "OPEN") return <ConflictStory drawing={drawing} />;
  if (mayDecide) return <DecidingView {...{ drawing, system, dialog, leadsOn, onDecided }} />;
  return <ReadOnly drawing={drawing} />;
}

function ReadOnly({ drawing }: { drawing: Drawing }) {
  const { conflict, system } = drawing;
  return (
    <DecidingPane>
      <p className="mb-2 text-ink-2">
        Deciding needs the right to decide conflicts. An administrator can give it to you.
      </p>
      <FieldTable system={system} outcome="Will be saved" withKeys={false}>
        {fieldsToDecide(conflict).map((field) => (
          <FieldRow key={field.path} drawing={drawing} field={field} decision={undefined} />
        ))}
      </FieldTable>
    </DecidingPane>
  );
}
