"use client";

import { Button } from "@/components/ui/button";
import { Fact, FactList, Unknown } from "@/components/ui/fact-list";
import { formatExact } from "@/components/ui/format";
import { PanelSection, SidePanel } from "@/components/ui/side-panel";
import { Status } from "@/components/ui/status";
import type { AuditEventView } from "@/lib/audit/schema";
import { actionWords, detailLines } from "./audit-words";

/** Whether an entry is chained to the one before: then it cannot be changed unseen. */
function SealState({ event }: { event: AuditEventView }) {
  return event.hash ? (
    <Status shape="ok">Sealed</Status>
  ) : (
    <Status shape="wait">Sealed within seconds</Status>
  );
}

function Code({ children }: { children: string | null | undefined }) {
  return children ? (
    <code className="wrap-anywhere font-mono text-xs">{children}</code>
  ) : (
    <Unknown>none</Unknown>
  );
}

type AuditPanelProps = {
  event: AuditEventView;
  /** Shows everything that this person or key did. */
  onFollow: (actorId: string) => void;
  onClose: () => void;
  onNext: () => void;
  onPrevious: () => void;
};

/** One entry of the trail, whole. */
export function AuditPanel({ event, onFollow, ...panel }: AuditPanelProps) {
  const details = detailLines(event);
  return (
    <SidePanel
      open
      {...panel}
      title={actionWords(event.action)}
      eyebrow={<SealState event={event} />}
      footer={<Button onClick={() => onFollow(event.actor.id)}>All by {event.actor.name}</Button>}
    >
      <PanelSection title="Deed">
        <FactList>
          <Fact label="Who">
            {event.actor.name} <span className="text-ink-3">({event.actor.kind})</span>
          </Fact>
          <Fact label="When">{formatExact(new Date(event.at))}</Fact>
          <Fact label="On">
            {event.target?.entity?.replaceAll("_", " ") ?? <Unknown>nothing named</Unknown>}
          </Fact>
          <Fact label="Its id">
            <Code>{event.target?.recordId}</Code>
          </Fact>
          {details.map(([key, value]) => (
            <Fact key={key} label={key}>
              {value}
            </Fact>
          ))}
        </FactList>
      </PanelSection>
      <PanelSection title="Where it came from">
        <FactList>
          <Fact label="Address">
            <Code>{event.ip}</Code>
          </Fact>
          <Fact label="Request">
            <Code>{event.requestId}</Code>
          </Fact>
        </FactList>
      </PanelSection>
      <PanelSection title="Chain">
        <FactList>
          <Fact label="Link">
            <Code>{event.hash}</Code>
          </Fact>
          <Fact label="Before it">
            <Code>{event.previousHash}</Code>
          </Fact>
        </FactList>
      </PanelSection>
    </SidePanel>
  );
}
