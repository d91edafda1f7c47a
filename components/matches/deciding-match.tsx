"use client";

import type { RefObject } from "react";
import { DecidingPane } from "@/components/deciding/deciding-frame";
import { DecisionFoot } from "@/components/deciding/decision-foot";
import type { Match } from "@/lib/sync/schema";
import { MatchChoices } from "./match-choices";
import { MatchFactTable } from "./match-fact-table";
import { commonReasons } from "./match-keys";
import { consequence } from "./match-words";
import { useMatchChoice, useMatchKeys, useMatchSaving } from "./use-deciding-match";

type DecidingMatchProps = {
  match: Match;
  system: string;
  dialog: RefObject<HTMLDivElement | null>;
  leadsOn: boolean;
  onDecided: (decided: Match) => void;
};

/** An open match in the hands of a person who may decide it. */
export function DecidingMatch({ match, system, dialog, leadsOn, onDecided }: DecidingMatchProps) {
  const choosing = useMatchChoice(match);
  const { chosen } = choosing;
  const saving = useMatchSaving(match, chosen, onDecided);
  useMatchKeys(dialog, choosing, saving);
  return (
    <>
      <DecidingPane>
        <MatchChoices {...choosing} />
        <MatchFactTable match={match} system={system} chosen={chosen ?? undefined} />
        <p role="status" className="sr-only">
          {chosen === undefined ? null : chosen ? `Same person as ${chosen.summary.name}` : "New patient"}
        </p>
      </DecidingPane>
      <DecisionFoot
        saving={saving}
        consequence={consequence(system, chosen)}
        reasonHelp="Needed"
        reasons={commonReasons}
        label={chosen === undefined ? "Save" : chosen ? "Same person" : "New patient"}
        leadsOn={leadsOn}
      />
    </>
  );
}
