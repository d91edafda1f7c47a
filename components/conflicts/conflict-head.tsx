"use client";

import { ChevronDown, ChevronUp, CircleQuestionMark, ExternalLink, X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { IconButton, LinkButton } from "@/components/ui/button";
import type { Conflict } from "@/lib/conflicts/schema";
import { conflictLine } from "./conflict-words";

/** There is no conflict that way. */
const still = "disabled:border-transparent disabled:bg-transparent";

type ConflictHeadProps = {
  conflict: Conflict | undefined;
  system: string;
  onNext?: () => void;
  onPrevious?: () => void;
  onHelp: () => void;
};

/** Whom the conflict is about, and the ways on from it. */
export function ConflictHead({ conflict, system, onNext, onPrevious, onHelp }: ConflictHeadProps) {
  return (
    <header className="flex items-start gap-2 px-3.5 pt-4 pb-3 sm:pl-5.5">
      <div className="min-w-0 flex-1">
        <Radix.Title className="font-semibold text-xl/6.5 tracking-heading">
          <bdi>{conflict?.label ?? "Conflict"}</bdi>
        </Radix.Title>
        <Radix.Description className="text-ink-2">
          {conflict ? conflictLine(conflict, system) : "It is being read"}
        </Radix.Description>
      </div>
      {conflict ? (
        <LinkButton
          size="sm"
          variant="ghost"
          icon={ExternalLink}
          prefetch={false}
          href={`/records/${conflict.entity}/${conflict.recordId}`}
          className="max-sm:hidden"
        >
          Open record
        </LinkButton>
      ) : null}
      <div className="flex flex-none gap-0.5">
        <IconButton
          size="sm"
          icon={CircleQuestionMark}
          label="All keys"
          keys={["?"]}
          onClick={onHelp}
          className="max-sm:hidden"
        />
        <IconButton
          size="sm"
          icon={ChevronUp}
          label="Conflict before"
          keys={["P"]}
          disabled={!onPrevious}
          className={still}
          onClick={onPrevious}
        />
        <IconButton
          size="sm"
          icon={ChevronDown}
          label="Next conflict"
          keys={["N"]}
          disabled={!onNext}
          className={still}
          onClick={onNext}
        />
        <Radix.Close asChild>
          <IconButton size="sm" icon={X} label="Close" keys={["Esc"]} />
        </Radix.Close>
      </div>
    </header>
  );
}
