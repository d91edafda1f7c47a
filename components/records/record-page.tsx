"use client";

import { ConflictNotice } from "@/components/conflicts/conflict-notice";
import { ReadFailed } from "@/components/read-failed";
import { Sheet, SheetBody, SheetHead } from "@/components/shell/sheet";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { titleOf } from "@/lib/records/schema";
import type { RecordKind } from "./kinds/record-kind";
import { RecordDetails } from "./record-details";
import { capitalized, recordNouns } from "./record-nouns";
import { RecordEyebrow } from "./record-panel";
import type { RecordEnvelope } from "./record-shapes";
import { useFreshRecords } from "./use-fresh-records";
import { useRecord } from "./use-records";

type RecordPageProps<R extends RecordEnvelope> = { kind: RecordKind<R>; id: string };

/** A record on a page of its own. */
export function RecordPage<R extends RecordEnvelope & { data: unknown }>({ kind, id }: RecordPageProps<R>) {
  const { data: record, error, refetch } = useRecord(kind, id);
  useFreshRecords(kind.entity);
  const { entity, Change } = kind;
  const noun = recordNouns[entity];
  const trail = [{ label: capitalized(noun.many), href: `/records/${entity}` }];
  return (
    <Sheet>
      <SheetHead
        title={record ? titleOf(entity, record.data) : capitalized(noun.one)}
        trail={trail}
        actions={record && Change ? <Change record={record} /> : null}
      />
      <SheetBody>
        {record ? (
          <>
            <div className="flex flex-wrap items-center gap-2 px-4.5 py-3">
              <span className="text-ink-2">
                <kind.Line record={record} />
              </span>
              <RecordEyebrow record={record} />
            </div>
            <ConflictNotice record={record} />
            <RecordDetails kind={kind} record={record} wide />
          </>
        ) : null}
        {!record && error ? (
          <div className="p-4.5">
            <ReadFailed what={`The ${noun.one}`} right="read records" error={error} onRetry={refetch} />
          </div>
        ) : null}
        {!record && !error ? <SkeletonRows count={10} /> : null}
      </SheetBody>
    </Sheet>
  );
}
