"use client";

import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { notify } from "@/components/ui/toaster";
import type { BulkResolution } from "@/lib/conflicts/schema";
import { outcomeNotice } from "./bulk-outcome";
import type { Choice } from "./use-choice";
import { useResolveMany } from "./use-conflicts";

export type BulkStrategy = BulkResolution["strategy"];

const meanings: Record<BulkStrategy, string> = {
  USE_LOCAL: "Every contested field keeps the value it has in Carelane.",
  USE_REMOTE: "Every contested field takes the value of the other system.",
  MERGE: "Lists and notes are merged. Conflicts with a field that cannot be merged stay open.",
  IGNORE: "Both sides keep their own values, and are not asked about again until one changes.",
};

type BulkDialogProps = {
  strategy: BulkStrategy;
  label: string;
  choice: Choice;
  /** What is decided: "3 selected". */
  words: string;
  onClose: () => void;
};

/** Asks for the one reason of a decision about several conflicts. */
export function BulkDialog({ strategy, label, choice, words, onClose }: BulkDialogProps) {
  const form = useId();
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string>();
  const { mutateAsync, isPending } = useResolveMany();
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() === "") return setError("Say why: it stands in the history of every record");
    try {
      const { data } = await mutateAsync({ ...choice.target, strategy, reason });
      notify(outcomeNotice(data));
      choice.clear();
      onClose();
    } catch (refused) {
      setError(refused instanceof Error ? refused.message : "It could not be saved");
    }
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`${label}: ${words.toLowerCase()}`}
      description={meanings[strategy]}
      footer={
        <>
          <Button onClick={onClose}>Decide later</Button>
          <Button variant="primary" type="submit" form={form} keys={["mod", "enter"]} loading={isPending}>
            {label}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={send}>
        <Field label="Reason" error={error} help="One for all; both versions stay in the history.">
          <Input value={reason} maxLength={500} onChange={({ target }) => setReason(target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
