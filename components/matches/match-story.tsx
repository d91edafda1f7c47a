"use client";

import { DecidingPane } from "@/components/deciding/deciding-frame";
import { Banner } from "@/components/ui/banner";
import { Fact, FactList } from "@/components/ui/fact-list";
import { formatExact } from "@/components/ui/format";
import { Status } from "@/components/ui/status";
import type { Match } from "@/lib/sync/schema";
import { MatchFactTable } from "./match-fact-table";
import { statusShapes, statusWords } from "./match-words";

type MatchStoryProps = {
  match: Match;
  system: string;
  /** It was decided elsewhere while it was looked at. */
  isNews: boolean;
};

/** A decided match: who decided what, when and why, and what came of it. */
export function MatchStory({ match, system, isNews }: MatchStoryProps) {
  const { status, decidedBy, decidedAt, reason, detectedAt, candidates, recordId } = match;
  const linked = candidates.find((candidate) => candidate.recordId === recordId);
  return (
    <DecidingPane>
      {isNews ? (
        <div role="status" className="mb-3">
          <Banner tone="warn" title="This was decided meanwhile">
            Nothing of yours was saved. Go on with the next one, or undo the link on the record if it is
            wrong.
          </Banner>
        </div>
      ) : null}
      <div className="mb-4 rounded-md bg-sunken px-3.5 py-3">
        <FactList>
          <Fact label="Decided as">
            <Status shape={statusShapes[status]}>{statusWords[status]}</Status>
          </Fact>
          <Fact label="Decided by">{decidedBy?.name ?? "Nobody"}</Fact>
          {decidedAt ? <Fact label="When">{formatExact(new Date(decidedAt))}</Fact> : null}
          <Fact label="Reason">{reason ?? "None was given"}</Fact>
          <Fact label="Came of it">
            {status === "LINKED"
              ? `Linked to ${linked?.summary.name ?? "a patient who was here"}. A wrong link is undone on the record, under Source.`
              : "A patient of their own"}
          </Fact>
          <Fact label="Found">{formatExact(new Date(detectedAt))}</Fact>
        </FactList>
      </div>
      <MatchFactTable match={match} system={system} chosen={linked} />
    </DecidingPane>
  );
}
