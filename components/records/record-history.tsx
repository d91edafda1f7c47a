"use client";

import Link from "next/link";
import { ExportLink } from "@/components/export-link";
import { ReadFailed } from "@/components/read-failed";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { PanelSection } from "@/components/ui/side-panel";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import type { RecordEntity } from "@/lib/records/schema";
import type { RecordVersion } from "@/lib/records/view";
import { historyWords } from "./history-words";
import { useRecordHistory } from "./use-records";

/** Every version of the record: who made it, when, why, and what it changed. */
export function RecordHistory({ entity, id }: { entity: RecordEntity; id: string }) {
  const { data, error, refetch } = useRecordHistory(entity, id);
  if (error) {
    return (
      <div className="p-4.5">
        <ReadFailed what="The history" right="read records" error={error} onRetry={refetch} />
      </div>
    );
  }
  if (!data) return <SkeletonRows />;
  return (
    <>
      {data.data.map((version) => (
        <Version key={version.version} version={version} />
      ))}
      <div className="p-4.5">
        <ExportLink size="sm" href={`/api/records/${entity}/${id}/history?format=csv`} />
      </div>
    </>
  );
}

function Version({
  version: { version, at, by, jobId, reason, deleted, changes, labels },
}: {
  version: RecordVersion;
}) {
  return (
    <PanelSection title={`Version ${version}`} aside={<RelativeTime at={at} />}>
      <p className="text-ink-2">
        {by.name}
        {jobId ? (
          <>
            {" · "}
            <Link href={`/sync/jobs/${jobId}`} prefetch={false} className="text-accent-ink underline">
              Sync job
            </Link>
          </>
        ) : null}
        {reason ? ` · ${reason}` : null}
      </p>
      <div className="mt-1.5 grid gap-1.5">
        {deleted ? <Badge>Deleted</Badge> : null}
        {changes.length === 0 && !deleted ? <p className="text-ink-3">First version</p> : null}
        {changes.map(({ path, from, to }) => (
          <div key={path}>
            <code className="font-mono text-ink-3 text-xs">{path}</code>
            <p className="wrap-anywhere">
              <del dir="auto" className="text-ink-3">
                {historyWords(from, labels)}
              </del>
              <span aria-hidden="true"> → </span>
              <ins dir="auto" className="no-underline">
                {historyWords(to, labels)}
              </ins>
            </p>
          </div>
        ))}
      </div>
    </PanelSection>
  );
}
