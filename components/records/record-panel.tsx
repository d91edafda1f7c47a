"use client";

import { Maximize2 } from "lucide-react";
import { ConflictNotice } from "@/components/conflicts/conflict-notice";
import { ReadFailed } from "@/components/read-failed";
import { Badge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { SidePanel } from "@/components/ui/side-panel";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { titleOf } from "@/lib/records/schema";
import type { RecordKind } from "./kinds/record-kind";
import { RecordDetails } from "./record-details";
import { recordNouns } from "./record-nouns";
import type { RecordEnvelope } from "./record-shapes";
import { useRecord } from "./use-records";

type RecordPanelProps<R extends RecordEnvelope> = {
  kind: RecordKind<R>;
  id: string | null;
  onClose: () => void;
  onNext: () => void;
  onPrevious: () => void;
};

/** A record beside its list. */
export function RecordPanel<R extends RecordEnvelope & { data: unknown }>({
  kind,
  id,
  ...moves
}: RecordPanelProps<R>) {
  const { data: record, error, refetch } = useRecord(kind, id);
  const { Change } = kind;
  const noun = recordNouns[kind.entity].one;
  return (
    <SidePanel
      open={id !== null}
      {...moves}
      title={record ? titleOf(kind.entity, record.data) : `One ${noun}`}
      eyebrow={record ? <RecordEyebrow record={record} /> : undefined}
      description={record ? <kind.Line record={record} /> : undefined}
      footer={
        record ? (
          <>
            {Change ? <Change record={record} /> : null}
            <LinkButton
              href={`/records/${kind.entity}/${record.id}`}
              prefetch={false}
              variant="ghost"
              icon={Maximize2}
              className="ml-auto"
            >
              Open {noun}
            </LinkButton>
          </>
        ) : null
      }
    >
      {record ? (
        <>
          <ConflictNotice record={record} />
          <RecordDetails key={record.id} kind={kind} record={record} />
        </>
      ) : null}
      {!record && error ? (
        <div className="p-4.5">
          <ReadFailed what={`The ${noun}`} right="read records" error={error} onRetry={refetch} />
        </div>
      ) : null}
      {!record && !error ? <SkeletonRows /> : null}
    </SidePanel>
  );
}

/** The version, and whether the record is gone. */
export function RecordEyebrow({ record }: { record: RecordEnvelope }) {
  return (
    <>
      <Badge tone="idle">Version {record.version}</Badge>
      {record.deletedAt ? <Badge tone="warn">Deleted</Badge> : null}
      {record.openConflicts > 0 ? <Badge tone="ask">Conflict open</Badge> : null}
    </>
  );
}
