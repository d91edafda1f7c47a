"use client";

import { clsx } from "clsx";
import type { RefObject } from "react";
import { StatusShape } from "@/components/ui/status-shape";
import type { ConflictField } from "@/lib/conflicts/schema";
import { type Drawing, FieldRow } from "./field-row";
import { FieldTools } from "./field-tools";
import { TypedPartsInput } from "./typed-parts-input";
import { isTypedInParts } from "./typed-value";
import { TypedValueInput } from "./typed-value-input";
import type { Deciding } from "./use-deciding";

type OpenFieldProps = {
  drawing: Drawing;
  field: ConflictField;
  deciding: Deciding;
  dialog: RefObject<HTMLDivElement | null>;
};

/** A field in the hands of a person: its sides can be pressed, and the current one has its tools. */
export function OpenField({ drawing, field, deciding, dialog }: OpenFieldProps) {
  const { current, decisions, choose, goTo } = deciding;
  const { conflict, system } = drawing;
  const decision = decisions[field.path];
  const typing = typingOf({ drawing, field, deciding, dialog });
  return (
    <FieldRow
      drawing={drawing}
      field={field}
      decision={decision}
      isCurrent={field.path === current?.path}
      onChoose={(side) => choose(field, side)}
      onFocus={() => goTo(field.path)}
      outcome={typing?.inLine}
      tools={
        field.path === current?.path ? (
          <>
            <FieldTools
              {...{ conflict, system, field, decision }}
              onChoose={(strategy) => choose(field, strategy)}
            />
            {typing?.below}
          </>
        ) : undefined
      }
    />
  );
}

/** The input for a value of one's own: of one line in place of the outcome, of parts below the tools. */
function typingOf({ drawing, field, deciding, dialog }: OpenFieldProps) {
  const { typed, type, typingPath, stopTyping } = deciding;
  const draft = typed[field.path];
  if (typingPath !== field.path || !draft) return undefined;
  const verdict = <Verdict id={verdictId} error={draft.error} />;
  if (isTypedInParts(drawing.conflict.entity, field.path)) {
    const onType = (next: unknown) => type(field, next);
    const below = (
      <>
        <TypedPartsInput {...{ drawing, field, onType }} draft={draft.draft} />
        {verdict}
      </>
    );
    return { below };
  }
  const onDone = () => {
    stopTyping();
    dialog.current?.focus();
  };
  const inLine = (
    <>
      <TypedValueInput
        label={field.label}
        text={String(draft.draft)}
        describedBy={verdictId}
        onType={(text) => type(field, text)}
        onDone={onDone}
      />
      {verdict}
    </>
  );
  return { inLine };
}

/** Only one field is typed at a time. */
const verdictId = "typed-value-verdict";

function Verdict({ id, error }: { id: string; error: string | null }) {
  return (
    <p
      id={id}
      role="status"
      className={clsx("mt-1 flex items-start gap-1.25 text-xs", error ? "text-bad-ink" : "text-ok-ink")}
    >
      <StatusShape shape={error ? "bad" : "ok"} className="mt-px size-3.5" />
      <span className="wrap-anywhere">{error ?? "Typed, and it fits the field"}</span>
    </p>
  );
}
