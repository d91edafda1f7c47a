"use client";

import { clsx } from "clsx";
import { Check, ExternalLink, UserPlus } from "lucide-react";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/button";
import { Keys } from "@/components/ui/keys";
import { candidateCaps, newPatientCap } from "./match-keys";
import { type MatchCandidate, scoreWords } from "./match-words";
import type { MatchChoosing } from "./use-deciding-match";

/** Who the patient may be, best first, and last that it is nobody of them. */
export function MatchChoices({ choices, chosen, choose }: MatchChoosing) {
  return (
    <fieldset className="mb-4">
      <legend className="mb-1.5 font-semibold text-xs">Who is this?</legend>
      <div className="grid gap-2 lg:grid-cols-2">
        {choices.map((choice, index) => (
          <ChoiceCard
            key={choice?.recordId ?? "new"}
            cap={choice ? candidateCaps[index] : newPatientCap}
            isChosen={choice === chosen}
            onChoose={() => choose(choice)}
            aside={choice ? <OpenCandidate candidate={choice} /> : null}
          >
            {choice ? <CandidateWords candidate={choice} /> : <NewPatientWords />}
          </ChoiceCard>
        ))}
      </div>
    </fieldset>
  );
}

type ChoiceCardProps = {
  /** The key that chooses it, where there is one. */
  cap: string | undefined;
  isChosen: boolean;
  onChoose: () => void;
  aside: ReactNode;
  children: ReactNode;
};

function ChoiceCard({ cap, isChosen, onChoose, aside, children }: ChoiceCardProps) {
  return (
    <div
      className={clsx(
        "flex items-start gap-1 rounded-md border",
        isChosen
          ? "border-accent bg-selected inset-ring inset-ring-accent dark:border-run dark:inset-ring-run"
          : "border-line-strong bg-raised hover:border-control",
      )}
    >
      <button
        type="button"
        aria-pressed={isChosen}
        onClick={onChoose}
        className="flex min-h-11 min-w-0 flex-1 items-start gap-2.5 self-stretch rounded-md px-2.5 py-2 text-left"
      >
        {cap ? <Keys keys={[cap]} className="mt-0.5" /> : null}
        <span className="min-w-0 flex-1">{children}</span>
        {isChosen ? <Check className="mt-0.75 size-3.5 flex-none text-accent-ink" /> : null}
      </button>
      {aside}
    </div>
  );
}

function CandidateWords({ candidate }: { candidate: MatchCandidate }) {
  const { summary, reasons } = candidate;
  return (
    <>
      <span className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">
          Same person as <bdi>{summary.name}</bdi>
        </span>
        <span className="text-ink-3 text-xs tabular-nums">{scoreWords(candidate)}</span>
      </span>
      <span className="block text-ink-2 text-xs">{reasons.join(" · ")}</span>
    </>
  );
}

function NewPatientWords() {
  return (
    <>
      <span className="flex items-center gap-1.5 font-medium">
        <UserPlus className="size-3.5 text-ink-3" />
        New patient
      </span>
      <span className="block text-ink-2 text-xs">Nobody of those here</span>
    </>
  );
}

/** In a tab of its own, so that the work at hand stays. */
function OpenCandidate({ candidate: { recordId, summary } }: { candidate: MatchCandidate }) {
  return (
    <LinkButton
      size="sm"
      variant="ghost"
      icon={ExternalLink}
      prefetch={false}
      href={`/records/patients/${recordId}`}
      target="_blank"
      className="mt-1.5 mr-1.5"
    >
      Open
      <span className="sr-only"> the record of {summary.name} in a new tab</span>
    </LinkButton>
  );
}
