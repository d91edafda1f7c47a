"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { BulkDialog, type BulkStrategy } from "./bulk-dialog";
import type { Choice } from "./use-choice";

const actions: readonly { strategy: BulkStrategy; label: string }[] = [
  { strategy: "USE_LOCAL", label: "Use Carelane" },
  { strategy: "USE_REMOTE", label: "Use other system" },
  { strategy: "MERGE", label: "Merge" },
  { strategy: "IGNORE", label: "Leave both" },
];

type BulkBarProps = {
  choice: Choice;
  /** More conflicts match than are shown. */
  hasMore: boolean;
};

/** Rises from the foot when conflicts are chosen: one decision for all of them. */
export function BulkBar({ choice, hasMore }: BulkBarProps) {
  const [asked, setAsked] = useState<(typeof actions)[number] | null>(null);
  if (choice.count === 0 && !choice.isEverything) return null;
  const words = choice.isEverything ? "All that match" : `${formatCount(choice.count)} selected`;
  return (
    <section
      aria-label="Decide several"
      className="absolute inset-x-3.5 bottom-12 z-(--z-sticky) mx-auto flex w-max max-w-[calc(100%-28px)] animate-appear flex-wrap items-center gap-2 rounded-lg border border-line-strong bg-raised px-3 py-2 shadow-raised"
    >
      <span role="status" className="font-medium tabular-nums">
        {words}
      </span>
      {choice.isAllShown && hasMore && !choice.isEverything ? (
        <Button size="sm" variant="ghost" onClick={choice.chooseEverything}>
          Select all that match the filter
        </Button>
      ) : null}
      <span aria-hidden="true" className="h-5 w-px bg-line" />
      {actions.map((action) => (
        <Button key={action.strategy} size="sm" onClick={() => setAsked(action)}>
          {action.label}
        </Button>
      ))}
      <Button size="sm" variant="ghost" onClick={choice.clear}>
        Clear
      </Button>
      {asked ? <BulkDialog {...asked} choice={choice} words={words} onClose={() => setAsked(null)} /> : null}
    </section>
  );
}
