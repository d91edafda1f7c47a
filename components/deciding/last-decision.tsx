"use client";

import { Button } from "@/components/ui/button";
import { StatusShape } from "@/components/ui/status-shape";

type LastDecisionLineProps = {
  /** What became of the one before this one. */
  last: {
    readonly words: string;
    /** Whom it is about. */
    readonly label: string;
    readonly isTakenBack: boolean;
  } | null;
  /** The way back, where there is one. */
  onUndo?: () => void;
};

/** What became of the one before this one, with the way back. A notice would cover the button that saves. */
export function LastDecisionLine({ last, onUndo }: LastDecisionLineProps) {
  return (
    <div role="status" className="px-5.5 text-ink-2 text-xs max-sm:px-3.5">
      {last ? (
        <p className="mb-2 flex min-h-6.5 items-center gap-1.5">
          <StatusShape shape={last.isTakenBack ? "ask" : "ok"} className="size-3" />
          <span className="flex-none">{last.words}</span>
          <bdi className="truncate text-ink-3">{last.label}</bdi>
          {onUndo ? (
            <Button size="sm" variant="ghost" keys={["U"]} onClick={onUndo}>
              Undo
            </Button>
          ) : null}
        </p>
      ) : null}
    </div>
  );
}
