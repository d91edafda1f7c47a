"use client";

import { Button } from "@/components/ui/button";
import { StatusShape } from "@/components/ui/status-shape";
import type { UndoLast } from "./use-undo-last";

type LastDecisionLineProps = { undoLast: UndoLast };

/** What became of the conflict before this one, with the way back. A notice would cover the button that saves. */
export function LastDecisionLine({ undoLast: { last, undo } }: LastDecisionLineProps) {
  return (
    <div role="status" className="px-5.5 text-ink-2 text-xs max-sm:px-3.5">
      {last ? (
        <p className="mb-2 flex min-h-6.5 items-center gap-1.5">
          <StatusShape shape={last.isTakenBack ? "ask" : "ok"} className="size-3" />
          <span className="flex-none">
            {last.isTakenBack ? "The decision is taken back" : "The conflict is decided"}
          </span>
          <bdi className="truncate text-ink-3">{last.conflict.label}</bdi>
          {undo ? (
            <Button size="sm" variant="ghost" keys={["U"]} onClick={undo}>
              Undo
            </Button>
          ) : null}
        </p>
      ) : null}
    </div>
  );
}
