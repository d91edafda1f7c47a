"use client";

import { clsx } from "clsx";
import { Button } from "@/components/ui/button";
import type { Conflict, ConflictField, Strategy } from "@/lib/conflicts/schema";
import { deletionOutcome } from "./conflict-words";
import type { Decision } from "./decisions";
import { strategyChoices } from "./strategies";

type FieldToolsProps = {
  conflict: Conflict;
  system: string;
  field: ConflictField;
  decision: Decision | undefined;
  onChoose: (strategy: Strategy) => void;
};

/** The five ways to settle the current field, each with its key. */
export function FieldTools({ conflict, system, field, decision, onChoose }: FieldToolsProps) {
  const outcome = decision && deletionOutcome(conflict, decision.strategy, system);
  return (
    <>
      <fieldset aria-label={`Settle ${field.label}`} className="flex min-w-0 flex-wrap gap-1.5">
        {strategyChoices.map(({ id, cap, label, refusal }) => {
          const reason = refusal(conflict, field);
          return (
            <Button
              key={id}
              size="sm"
              keys={[cap]}
              disabled={reason !== null}
              title={reason ?? undefined}
              aria-pressed={decision?.strategy === id}
              onClick={() => onChoose(id)}
              className={clsx(
                // On a phone the two values themselves are pressed.
                (id === "USE_LOCAL" || id === "USE_REMOTE") && "max-sm:hidden",
                decision?.strategy === id && "border-accent-line! bg-selected-strong! text-accent-ink!",
              )}
            >
              {label(system)}
            </Button>
          );
        })}
      </fieldset>
      {outcome ? <p className="mt-2 text-ink-2">{outcome}</p> : null}
    </>
  );
}
