"use client";

import { Button } from "./button";
import { Dialog } from "./dialog";

type DiscardChangesProps = { onKeep: () => void; onDiscard: () => void };

/** Asks before a form is left over what was typed into it and not saved. */
export function DiscardChanges({ onKeep, onDiscard }: DiscardChangesProps) {
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onKeep()}
      title="Discard what you typed?"
      footer={
        <>
          <Button onClick={onKeep}>Keep editing</Button>
          <Button variant="danger" onClick={onDiscard}>
            Discard
          </Button>
        </>
      }
    >
      <p className="text-ink-2">It is not saved yet.</p>
    </Dialog>
  );
}
