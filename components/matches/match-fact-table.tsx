"use client";

import { clsx } from "clsx";
import { Equal, EqualNot } from "lucide-react";
import { ReadableValue } from "@/components/deciding/marked-value";
import { Unknown } from "@/components/ui/fact-list";
import type { Match } from "@/lib/sync/schema";
import { type Agreement, agreementIn, matchFacts } from "./match-facts";
import { agreementWords, type MatchCandidate } from "./match-words";

type MatchFactTableProps = {
  match: Match;
  system: string;
  /** The candidate whose column is marked. */
  chosen?: MatchCandidate;
};

const cell =
  "border-line border-t px-3 py-2 align-top font-normal max-sm:block max-sm:border-0! max-sm:px-2.5! max-sm:py-1!";
const head = "px-3 py-1.5 text-left align-bottom font-semibold text-xs";

/** The pulled patient beside each candidate, one fact a row; one below the other on a phone. */
export function MatchFactTable(props: MatchFactTableProps) {
  // Ten at most; beyond four the columns would be too narrow for an address, so they scroll sideways.
  const isCrowded = props.match.candidates.length > 4;
  return (
    <table
      className={clsx(
        "w-full table-fixed border-separate border-spacing-0 max-sm:block",
        isCrowded && "sm:min-w-475",
      )}
    >
      <caption className="sr-only">The patient of {props.system} beside those here</caption>
      <colgroup className="max-sm:hidden">
        <col className="w-24" />
      </colgroup>
      <Heads {...props} />
      {matchFacts.map((fact) => (
        <FactRow key={fact.label} fact={fact} {...props} />
      ))}
    </table>
  );
}

function Heads({ match: { candidates }, system, chosen }: MatchFactTableProps) {
  return (
    <thead className="max-sm:sr-only">
      <tr>
        <th scope="col" className={head}>
          <span className="sr-only">Fact</span>
        </th>
        <th scope="col" className={head}>
          {system}
        </th>
        {candidates.map((candidate) => (
          <th key={candidate.recordId} scope="col" className={clsx(head, isMarked(candidate, chosen))}>
            {columnName(candidate, candidates)}
          </th>
        ))}
      </tr>
    </thead>
  );
}

type FactRowProps = MatchFactTableProps & { fact: (typeof matchFacts)[number] };

function FactRow({ fact, match: { remote, candidates }, system, chosen }: FactRowProps) {
  const there = fact.read(remote.summary);
  return (
    <tbody className="max-sm:block max-sm:border-line max-sm:border-t max-sm:py-1.5">
      <tr className="max-sm:block">
        <th scope="row" className={clsx(cell, "text-left text-ink-3")}>
          {fact.label}
        </th>
        <td className={cell}>
          <Whose>{system}</Whose>
          <Lines lines={there} />
        </td>
        {candidates.map((candidate) => (
          <td key={candidate.recordId} className={clsx(cell, isMarked(candidate, chosen))}>
            <Whose>{columnName(candidate, candidates)}</Whose>
            <Compared
              agreement={agreementIn(fact, remote.summary, candidate.summary)}
              lines={fact.read(candidate.summary)}
              comparedWith={there}
            />
          </td>
        ))}
      </tr>
    </tbody>
  );
}

/** By its number among several, as the key that chooses it. */
function columnName(candidate: MatchCandidate, candidates: readonly MatchCandidate[]): string {
  return candidates.length > 1 ? `Carelane, ${candidates.indexOf(candidate) + 1}` : "Carelane";
}

function isMarked(candidate: MatchCandidate, chosen: MatchCandidate | undefined) {
  return candidate === chosen && "bg-selected";
}

/** On a phone the heads are out of sight. */
function Whose({ children }: { children: string }) {
  return <span className="block text-2xs text-ink-3 sm:hidden">{children}</span>;
}

function Lines({ lines }: { lines: readonly string[] }) {
  return lines.length === 0 ? <Unknown /> : <ReadableValue entries={lines} />;
}

const marks = { same: Equal, different: EqualNot, unknown: null } as const;

type ComparedProps = { agreement: Agreement; lines: readonly string[]; comparedWith: readonly string[] };

/** A sign says whether it agrees, and what differs is underlined inside. */
function Compared({ agreement, lines, comparedWith }: ComparedProps) {
  const Mark = marks[agreement];
  return (
    <span className="flex items-start gap-2 tabular-nums">
      <span className="mt-0.75 w-3.5 flex-none">
        {Mark ? (
          <Mark className={clsx("size-3.5", agreement === "different" ? "text-warn-ink" : "text-ink-3")} />
        ) : null}
        <span className="sr-only">{agreementWords[agreement]}:</span>
      </span>
      {agreement === "different" ? (
        <ReadableValue entries={lines} comparedWith={comparedWith} />
      ) : (
        <Lines lines={lines} />
      )}
    </span>
  );
}
