"use client";

import { useState } from "react";
import { notify } from "@/components/ui/toaster";
import type { Conflict } from "@/lib/conflicts/schema";
import { useUndo } from "./use-conflicts";

/** Nobody is asked twice within a moment; a decision of earlier is taken back in its story, with a reason of one's own. */
const reason = "Taken back right after it was decided";

export type LastDecision = { readonly conflict: Conflict; readonly isTakenBack: boolean };

export type UndoLast = ReturnType<typeof useUndoLast>;

/** Remembers the last decision and takes it back. */
export function useUndoLast(onUndone: (id: string) => void) {
  const [last, setLast] = useState<LastDecision | null>(null);
  const { mutate } = useUndo();
  const takeBack = (conflict: Conflict) =>
    mutate(
      { id: conflict.id, reason },
      {
        onSuccess: () => {
          setLast({ conflict, isTakenBack: true });
          onUndone(conflict.id);
        },
        onError: (error) =>
          notify({ tone: "bad", title: "It could not be taken back", detail: error.message }),
      },
    );
  return {
    last,
    remember: (conflict: Conflict) => setLast({ conflict, isTakenBack: false }),
    /** For the one after which the dialog closes. */
    offer: (conflict: Conflict) =>
      notify({
        title: "The conflict is decided",
        detail: `${conflict.label}. It was the last of the list.`,
        action: { label: "Undo", onClick: () => takeBack(conflict) },
      }),
    undo: last && !last.isTakenBack ? () => takeBack(last.conflict) : undefined,
  };
}
