"use client";

import { CsvLink } from "@/components/export-link";
import { ShowMore } from "@/components/load-more";
import { ReadFailed } from "@/components/read-failed";
import { Badge } from "@/components/ui/badge";
import { formatCount } from "@/components/ui/format";
import { ClockTime } from "@/components/ui/relative-time";
import { PanelSection } from "@/components/ui/side-panel";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import type { SyncError, SyncJob } from "@/lib/sync/schema";
import { entityWord } from "./job-words";
import { useSyncErrors } from "./use-sync-jobs";

export function errorsCsvPath(jobId: string): string {
  return `/api/sync/jobs/${jobId}/errors?format=csv`;
}

/** Where on its way a record stopped. */
const stages: Record<SyncError["stage"], string> = {
  fetch: "while it was asked for",
  parse: "while it was read",
  validate: "while it was checked",
  map: "while it was translated",
  match: "while its match was looked for",
  write: "while it was saved",
  push: "while it was sent",
};

const owners: Record<SyncError["owner"], string> = {
  caller: "Request",
  tenant: "Your settings",
  vendor: "Their data",
  carelane: "Carelane",
};

/** "Errors 3 · Skipped 1,168"; what of a change a vendor does not take is counted by neither. */
function titleOf({ failed, skipped }: SyncJob["counts"]): string {
  const counted = [
    failed > 0 && `Errors ${formatCount(failed)}`,
    skipped > 0 && `Skipped ${formatCount(skipped)}`,
  ];
  return counted.filter(Boolean).join(" · ") || "Not taken";
}

/** The records a job could not take in or send, and why; the others of the job went on. */
export function JobErrors({ job }: { job: SyncJob }) {
  const { failed, skipped } = job.counts;
  const list = useSyncErrors(job.id, failed + skipped);
  const isEmpty = list.data?.pages[0]?.data.length === 0;
  if (failed + skipped === 0 && (isEmpty || !list.data)) return null;
  return (
    <PanelSection title={titleOf(job.counts)} aside={<CsvLink href={errorsCsvPath(job.id)} />}>
      <ErrorList list={list} />
    </PanelSection>
  );
}

function ErrorList({ list }: { list: ReturnType<typeof useSyncErrors> }) {
  const { data, error, refetch } = list;
  if (error) return <ReadFailed what="Errors" right="read syncs" error={error} onRetry={refetch} />;
  if (!data) return <SkeletonRows count={2} label="Loading errors" />;
  return (
    <>
      <ul className="grid gap-2.5">
        {data.pages
          .flatMap((page) => page.data)
          .map((syncError) => (
            <ErrorItem key={syncError.id} error={syncError} />
          ))}
      </ul>
      <ShowMore list={list} className="mt-2.5" />
    </>
  );
}

function ErrorItem({
  error: { entity, remoteId, stage, title, detail, owner, retryable, at },
}: {
  error: SyncError;
}) {
  return (
    <li>
      <p className="flex items-baseline justify-between gap-2">
        <span className="font-medium">{title}</span>
        <ClockTime at={at} className="flex-none text-ink-3 text-xs" />
      </p>
      {detail ? <p className="wrap-anywhere text-ink-2">{detail}</p> : null}
      <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-3 text-xs">
        <Badge tone={owner === "carelane" ? "bad" : "warn"}>{owners[owner]}</Badge>
        <span>
          {entityWord(entity)}, {stages[stage]}
          {retryable ? ", worth a retry" : ""}
        </span>
        {remoteId ? <code className="wrap-anywhere font-mono">{remoteId}</code> : null}
      </p>
    </li>
  );
}
