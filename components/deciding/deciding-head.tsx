"use client";

import { ChevronDown, ChevronUp, CircleQuestionMark, ExternalLink, X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { IconButton, LinkButton } from "@/components/ui/button";

/** There is none that way. */
const still = "disabled:border-transparent disabled:bg-transparent";

export type DecidingHeadProps = {
  /** What is decided: "conflict". */
  noun: string;
  /** Whom it is about; undefined while it is being read. */
  title?: string;
  line: string;
  /** Where the record is that it is about. */
  recordPath?: string;
  onNext?: () => void;
  onPrevious?: () => void;
  onHelp: () => void;
};

/** Whom the decision is about, and the ways on from it. */
export function DecidingHead(props: DecidingHeadProps) {
  const { noun, title, line, recordPath } = props;
  return (
    <header className="flex items-start gap-2 px-3.5 pt-4 pb-3 sm:pl-5.5">
      <div className="min-w-0 flex-1">
        <Radix.Title className="font-semibold text-xl/6.5 tracking-heading">
          <bdi>{title ?? capitalized(noun)}</bdi>
        </Radix.Title>
        <Radix.Description className="text-ink-2">{line}</Radix.Description>
      </div>
      {recordPath ? (
        <LinkButton
          size="sm"
          variant="ghost"
          icon={ExternalLink}
          prefetch={false}
          href={recordPath}
          className="max-sm:hidden"
        >
          Open record
        </LinkButton>
      ) : null}
      <WaysOn {...props} />
    </header>
  );
}

/** The keys, the one before, the next one, and out. */
function WaysOn({ noun, onNext, onPrevious, onHelp }: DecidingHeadProps) {
  return (
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
        label={`${capitalized(noun)} before`}
        keys={["P"]}
        disabled={!onPrevious}
        className={still}
        onClick={onPrevious}
      />
      <IconButton
        size="sm"
        icon={ChevronDown}
        label={`Next ${noun}`}
        keys={["N"]}
        disabled={!onNext}
        className={still}
        onClick={onNext}
      />
      <Radix.Close asChild>
        <IconButton size="sm" icon={X} label="Close" keys={["Esc"]} />
      </Radix.Close>
    </div>
  );
}

function capitalized(noun: string): string {
  return noun.charAt(0).toUpperCase() + noun.slice(1);
}
