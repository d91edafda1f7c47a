"use client";

import { type FormEvent, useState } from "react";
import { DecidingPane } from "@/components/deciding/deciding-frame";
import { usePermission } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Fact, FactList } from "@/components/ui/fact-list";
import { Field } from "@/components/ui/field";
import { formatExact } from "@/components/ui/format";
import { Input } from "@/components/ui/input";
import { Status } from "@/components/ui/status";
import type { Conflict, Strategy } from "@/lib/conflicts/schema";
import { deletionOutcome, sourceWords, statusShapes, statusWords } from "./conflict-words";
import { type Decision, fieldsToDecide } from "./decisions";
import { type Drawing, FieldRow } from "./field-row";
import { FieldTable } from "./field-table";
import { useUndo } from "./use-conflicts";

/** A settled conflict: who decided what, when and why, and the way to take it back. */
export function ConflictStory({ drawing }: { drawing: Drawing }) {
  const { conflict, system } = drawing;
  return (
    <>
      <DecidingPane>
        <div className="mb-4 rounded-md bg-sunken px-3.5 py-3">
          <StoryFacts conflict={conflict} system={system} />
        </div>
        <FieldTable system={system} outcome="Was saved" withKeys={false}>
          {fieldsToDecide(conflict).map((field) => (
            <FieldRow
              key={field.path}
              drawing={drawing}
              field={field}
              decision={savedDecision(conflict, field.path)}
            />
          ))}
        </FieldTable>
      </DecidingPane>
      {conflict.strategy === null ? null : <UndoForm conflict={conflict} />}
    </>
  );
}

/** A typed value is not kept with the conflict: it stands in the record and its history. */
function savedDecision({ decisions, strategy }: Conflict, path: string): Decision | undefined {
  const taken: Strategy | null = decisions?.[path] ?? strategy;
  return taken ? { strategy: taken } : undefined;
}

function StoryFacts({ conflict, system }: { conflict: Conflict; system: string }) {
  const { status, strategy, resolvedBy, resolvedAt, reason, detectedAt } = conflict;
  return (
    <FactList>
      <Fact label="State">
        <Status shape={statusShapes[status]}>{statusWords[status]}</Status>
      </Fact>
      <Fact label="Decided by">{resolvedBy?.name ?? "Nobody"}</Fact>
      {resolvedAt ? <Fact label="When">{formatExact(new Date(resolvedAt))}</Fact> : null}
      <Fact label="Taken from">{sourceWords(conflict, system)}</Fact>
      {strategy && deletionOutcome(conflict, strategy, system) ? (
        <Fact label="Outcome">{deletionOutcome(conflict, strategy, system)}</Fact>
      ) : null}
      <Fact label="Reason">{reason ?? "None was given"}</Fact>
      <Fact label="Found">{formatExact(new Date(detectedAt))}</Fact>
    </FactList>
  );
}

/** Undo asks why, for the reason stands in the record's history. */
function UndoForm({ conflict }: { conflict: Conflict }) {
  const mayDecide = usePermission("conflicts:resolve");
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string>();
  const undo = useUndo();
  if (!mayDecide) return null;
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() === "") return setError("Say why it is taken back");
    try {
      await undo.mutateAsync({ id: conflict.id, reason });
    } catch (refused) {
      setError(refused instanceof Error ? refused.message : "It could not be taken back");
    }
  };
  return (
    <form
      onSubmit={send}
      className="flex items-start gap-2 border-line border-t px-5.5 py-3 max-sm:flex-wrap max-sm:px-3.5"
    >
      <Field label="Take the decision back" error={error} className="min-w-0 flex-1">
        <Input
          value={reason}
          maxLength={500}
          placeholder="Why"
          onChange={({ target }) => setReason(target.value)}
        />
      </Field>
      <Button type="submit" loading={undo.isPending} className="mt-6.25">
        Undo
      </Button>
    </form>
  );
}
