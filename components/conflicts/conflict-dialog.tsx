"use client";

import { type RefObject, useRef, useState } from "react";
import { DecidingFrame, DecidingPane } from "@/components/deciding/deciding-frame";
import { LastDecisionLine } from "@/components/deciding/last-decision";
import { NotReadYet } from "@/components/deciding/not-read-yet";
import { type OtherSystem, useOtherSystems } from "@/components/deciding/use-other-systems";
import { type QueueProps, useQueue } from "@/components/deciding/use-queue";
import { useLive } from "@/components/live/use-live";
import { usePermission } from "@/components/shell/workspace-context";
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

type ConflictDialogProps = QueueProps<Conflict> & {
  /** The list is of open ones: they are gone through one by one. */
  isWork: boolean;
  undoLast: UndoLast;
  onClose: () => void;
};

/** A conflict beside those that wait: read, decide, and on to the next without leaving. */
export function ConflictDialog(props: ConflictDialogProps) {
  const { id, isWork, undoLast, onOpen, onClose } = props;
  const dialog = useRef<HTMLDivElement>(null);
  const { queue, settled, note, onPrevious, onNext, leadsOn, settle } = useQueue(props);
  const { data, error, refetch } = useConflict(id);
  const conflict = data ?? queue.find((each) => each.id === id);
  // Taken back: it waits again.
  if (data?.status === "OPEN") note(id, false);
  const systemOf = useOtherSystems();
  const onDecided = (decided: Conflict) => {
    undoLast.remember(decided);
    settle(decided.id, () => {
      undoLast.offer(decided);
      onClose();
    });
  };
  const system = conflict && systemOf(conflict);
  return (
    <DecidingFrame
      dialog={dialog}
      noun="conflict"
      title={conflict?.label}
      line={conflict && system ? conflictLine(conflict, system.name) : "It is being read"}
      recordPath={conflict && `/records/${conflict.entity}/${conflict.recordId}`}
      queue={isWork ? <ConflictQueue {...{ queue, settled, onOpen }} openId={id} /> : null}
      keyGroups={conflictKeyGroups}
      {...{ onNext, onPrevious, onClose }}
      onUndo={undoLast.undo}
    >
      <LastDecisionLine last={lastWords(undoLast)} onUndo={undoLast.undo} />
      {conflict && system ? (
        <ConflictBody key={id} {...{ conflict, system, dialog, leadsOn, onDecided }} />
      ) : (
        <NotReadYet noun="conflict" error={error} onRetry={refetch} />
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
