import { DecidingPane } from "@/components/deciding/deciding-frame";
import type { Match } from "@/lib/sync/schema";
import { MatchFactTable } from "./match-fact-table";

/** An open match for those who may only read it. */
export function WaitingMatch({ match, system }: { match: Match; system: string }) {
  return (
    <DecidingPane>
      <p className="mb-2 text-ink-2">
        Deciding needs the right to decide conflicts. An administrator can give it to you.
      </p>
      <MatchFactTable match={match} system={system} />
    </DecidingPane>
  );
}
