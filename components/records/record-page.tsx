"use client";

import { ConflictNotice } from "@/components/conflicts/conflict-notice";
import { ReadFailed } from "@/components/read-failed";
import { Sheet, SheetBody, SheetHead } from "@/components/shell/sheet";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { RecordDetails } from "./record-details";
import type { RecordKind } from "./record-kind";
import { RecordEyebrow } from "./record-panel";
import type { RecordEnvelope } from "./record-shapes";
import { useFreshRecords } from "./use-fresh-records";
import { useRecord } from "./use-records";

type RecordPageProps<R extends RecordEnvelope> = { kind: RecordKind<R>; id: string };

/** A record on a page of its own. */
export function RecordPage<R extends RecordEnvelope>({ kind, id }: RecordPageProps<R>) {
  const { data: record, error, refetch } = useRecord(kind, id);
  useFreshRecords(kind.entity);
  const { entity, noun, Change } = kind;
  const trail = [{ label: capitalized(noun.many), href: `/records/${entity}` }];
  return (
    <Sheet>
      <SheetHead
        title={record ? kind.titleOf(record) : capitalized(noun.one)}
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

function capitalized(noun: string): string {
  return noun.charAt(0).toUpperCase() + noun.slice(1);
}
