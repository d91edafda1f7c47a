"use client";

import { useState } from "react";
import { notify } from "@/components/ui/toaster";
import type { Conflict } from "@/lib/conflicts/schema";
import { useUndo } from "./use-conflicts";

/** Nobody is asked twice within a moment; a decision of earlier is taken back in its story, with a reason of one's own. */
const reason = "Taken back right after it was decided";

export type UndoLast = ReturnType<typeof useUndoLast>;

/** Remembers the last decision, offers to take it back, and does so. */
export function useUndoLast(onUndone: (id: string) => void) {
  const [last, setLast] = useState<Conflict | null>(null);
  const { mutate } = useUndo();
  const takeBack = ({ id, label }: Conflict) =>
    mutate(
      { id, reason },
      {
        onSuccess: () => {
          setLast(null);
          notify({ title: "The decision is taken back", detail: label });
          onUndone(id);
        },
        onError: (error) =>
          notify({ tone: "bad", title: "It could not be taken back", detail: error.message }),
      },
    );
  return {
    remember: (settled: Conflict) => {
      setLast(settled);
      const action = { label: "Undo", onClick: () => takeBack(settled) };
      notify({ title: "The conflict is decided", detail: settled.label, action });
    },
    undo: last ? () => takeBack(last) : undefined,
  };
}
