"use client";

import type { RefObject } from "react";
import { DecidingPane } from "@/components/deciding/deciding-frame";
import { DecisionFoot } from "@/components/deciding/decision-foot";
import type { OtherSystem } from "@/components/deciding/use-other-systems";
import { Banner } from "@/components/ui/banner";
import type { Conflict } from "@/lib/conflicts/schema";
import { commonReasons } from "./common-reasons";
import { consequence } from "./conflict-words";
import type { Drawing } from "./field-row";
import { FieldTable } from "./field-table";
import { OpenField } from "./open-field";
import { strategyChoice } from "./strategies";
import { type Deciding, useDeciding } from "./use-deciding";
import { useDecidingKeys } from "./use-deciding-keys";
import { useSaving } from "./use-saving";

type DecidingViewProps = {
  drawing: Drawing;
  system: OtherSystem;
  dialog: RefObject<HTMLDivElement | null>;
  leadsOn: boolean;
  onDecided: (settled: Conflict) => void;
};

/** An open conflict in the hands of a person who may decide it. */
export function DecidingView({ drawing, system, dialog, leadsOn, onDecided }: DecidingViewProps) {
  const { conflict } = drawing;
  const deciding = useDeciding(conflict, system.name);
  const saving = useSaving(conflict, deciding, onDecided);
  useDecidingKeys(dialog, deciding, saving);
  return (
    <>
      <DecidingPane>
        <News sentences={deciding.news} />
        <FieldTable system={system.name} outcome="Will be saved" withKeys>
          {deciding.fields.map((field) => (
            <OpenField key={field.path} {...{ drawing, field, deciding, dialog }} />
          ))}
        </FieldTable>
        <Announcement drawing={drawing} deciding={deciding} />
      </DecidingPane>
      <DecisionFoot
        saving={saving}
        consequence={consequence(conflict, system.name, system.syncDirection)}
        reasonHelp={conflict.severity === "HIGH" ? "High severity needs one" : "Not needed here"}
        reasons={commonReasons}
        label="Save"
        leadsOn={leadsOn}
      />
    </>
  );
}

/** What changed while the conflict was looked at. */
function News({ sentences }: { sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <div role="status" className="mb-3">
      <Banner tone="warn" title="This has changed since it was shown">
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <p>Nothing is saved yet. Decisions about values that changed are to be made again.</p>
      </Banner>
    </div>
  );
}

/** Says to those who do not see it what was just chosen. */
function Announcement({
  drawing,
  deciding: { current, decisions },
}: {
  drawing: Drawing;
  deciding: Deciding;
}) {
  const decision = current && decisions[current.path];
  return (
    <p role="status" className="sr-only">
      {decision ? `${current.label}: ${strategyChoice(decision.strategy).source(drawing.system)}` : null}
    </p>
  );
}
