"use client";

import { RelativeTime } from "@/components/ui/relative-time";
import { PanelSection } from "@/components/ui/side-panel";
import { Status } from "@/components/ui/status";
import type { ShapeName } from "@/components/ui/status-shape";
import { isRecordEntity } from "@/lib/records/schema";
import type { RecordEnvelope } from "./record-shapes";
import { UndoLink } from "./undo-link";

type Link = RecordEnvelope["links"][number];

const states: Record<Link["state"], { shape: ShapeName; word: string }> = {
  linked: { shape: "ok", word: "Linked" },
  out_of_scope: { shape: "off", word: "No longer in the group" },
  deleted: { shape: "off", word: "Deleted there" },
  merged: { shape: "off", word: "Merged there" },
};

/** Where the record stands at each system. */
export function RecordSource({ record: { entity, id, links } }: { record: RecordEnvelope }) {
  return (
    <PanelSection title="Source">
      {links.length === 0 ? <p className="text-ink-3">Made in Carelane; no system has it yet.</p> : null}
      <ul className="grid gap-2.5">
        {links.map((link) => (
          <li key={link.id}>
            <SourceLine link={link} />
            {link.canUndo && isRecordEntity(entity) ? (
              <UndoLink entity={entity} recordId={id} link={link} />
            ) : null}
          </li>
        ))}
      </ul>
    </PanelSection>
  );
}

/** Accepted, and not shown: there is no id of the system's, and nothing to read. */
function stateOf({ state, isOnlyTold }: Link) {
  return isOnlyTold && state === "linked" ? ({ shape: "ok", word: "Told" } as const) : states[state];
}

function SourceLine({ link }: { link: Link }) {
  const { shape, word } = stateOf(link);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3">
      <span className="truncate font-medium">{link.integrationName}</span>
      <Status shape={shape} className="justify-self-end">
        {word}
      </Status>
      {link.isOnlyTold ? (
        <span className="text-ink-3 text-xs">It accepted our messages and shows none of it.</span>
      ) : (
        <code className="wrap-anywhere font-mono text-ink-3 text-xs">{link.remoteId}</code>
      )}
      <LastTime link={link} />
    </div>
  );
}

function LastTime({ link: { isOnlyTold, lastPulledAt, lastPushedAt } }: { link: Link }) {
  const [verb, at] = isOnlyTold ? ["told", lastPushedAt] : ["read", lastPulledAt];
  return (
    <span className="text-right text-ink-3 text-xs">
      {at ? (
        <>
          {verb} <RelativeTime at={at} />
        </>
      ) : (
        `never ${verb}`
      )}
    </span>
  );
}
