"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { conflictsPath } from "@/components/conflicts/conflict-filters";
import { usePermission } from "@/components/shell/workspace-context";
import { formatClock, formatCount, formatExact } from "@/components/ui/format";
import { Lane } from "@/components/ui/lane";
import { laneCaption, processedOf } from "@/components/ui/lane-progress";
import { outcomes } from "@/components/ui/outcomes";
import { PanelSection } from "@/components/ui/side-panel";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { Swatch } from "@/components/ui/table";
import type { SyncJob, SyncJobDetail } from "@/lib/sync/schema";
import { JobDeletions } from "./job-deletions";
import { JobErrors } from "./job-errors";
import { progressOf } from "./job-progress";
import { sentenceOf } from "./job-sentence";
import { Pages, PageTiming } from "./job-timing";
import { entityWord } from "./job-words";
import { useConnectorNames } from "./use-connections";

type JobDetailProps = {
  job: SyncJob;
  /** Its pages and events; left out while they are on their way. */
  detail?: SyncJobDetail;
  /** The other jobs on the screen, for what this one waits for. */
  jobs?: readonly SyncJob[];
  pageLimit: number;
};

/** Everything about a job below its title, the same in the panel and on its page. */
export function JobDetail({ job, detail, jobs = [], pageLimit }: JobDetailProps) {
  const connector = useConnectorNames()(job.ehrProvider);
  const mayApprove = usePermission("sync:approve");
  const sentence = sentenceOf(job, jobs, connector);
  return (
    <>
      {sentence ? (
        <PanelSection title="Why">
          <p className="wrap-anywhere">{sentence}</p>
          {job.status === "NEEDS_APPROVAL" && !mayApprove ? (
            <p className="mt-1 text-ink-2">An administrator decides about it.</p>
          ) : null}
        </PanelSection>
      ) : null}
      {job.status === "NEEDS_APPROVAL" ? <JobDeletions job={job} /> : null}
      <Figures job={job} connector={connector} />
      {detail ? (
        <>
          <PageTiming steps={detail.steps} />
          <Story events={detail.events} />
          {job.status === "NEEDS_APPROVAL" ? null : <JobDeletions job={job} />}
          <JobErrors job={job} />
          <Pages steps={detail.steps} limit={pageLimit} />
        </>
      ) : (
        <SkeletonRows count={4} label="Loading the job's pages" />
      )}
    </>
  );
}

function Figures({ job, connector }: { job: SyncJob; connector: string }) {
  const progress = progressOf(job, connector);
  const { detail, end } = laneCaption(progress);
  const { entity } = job.progress;
  return (
    <PanelSection>
      <div className="mb-2 flex items-baseline justify-between gap-2 tabular-nums">
        <span>
          <b className="font-semibold text-xl tracking-heading">{formatCount(processedOf(progress))}</b>
          {progress.total ? <span className="text-ink-3"> of {formatCount(progress.total)}</span> : null}
        </span>
        <span className="text-right text-ink-2">
          {[job.status === "RUNNING" && entity ? entityWord(entity) : null, detail, end]
            .filter(Boolean)
            .join(", ")}
        </span>
      </div>
      <Lane {...progress} />
      <OutcomeList job={job} />
    </PanelSection>
  );
}

/** The five outcomes, and beside them what was refused or left out, if anything was. */
function OutcomeList({ job: { id, counts } }: { job: SyncJob }) {
  const maySeeConflicts = usePermission("conflicts:read");
  const others = [
    { key: "failed", label: "Refused", count: counts.failed },
    { key: "skipped", label: "Skipped", count: counts.skipped },
  ].filter(({ count }) => count > 0);
  return (
    <dl className="mt-3.5 flex flex-wrap justify-between gap-x-3 gap-y-2">
      {outcomes.map(({ key, label, fill }) => (
        <div key={key}>
          <dt className="text-2xs text-ink-3">
            <Swatch fill={fill} />
            {label}
          </dt>
          <dd className="mt-px font-medium tabular-nums">
            {key === "conflicted" && counts.conflicted > 0 && maySeeConflicts ? (
              <Link href={conflictsPath({ job: id })} className="text-accent-ink underline">
                {formatCount(counts.conflicted)}
              </Link>
            ) : (
              formatCount(counts[key])
            )}
          </dd>
        </div>
      ))}
      {others.map(({ key, label, count }) => (
        <div key={key}>
          <dt className="text-2xs text-ink-3">{label}</dt>
          <dd className="mt-px font-medium text-warn-ink tabular-nums">{formatCount(count)}</dd>
        </div>
      ))}
    </dl>
  );
}

const eventInks: Readonly<Record<string, string>> = { warning: "text-warn-ink", error: "text-bad-ink" };

function Story({ events }: Pick<SyncJobDetail, "events">) {
  if (events.length === 0) return null;
  return (
    <PanelSection title="What happened">
      <ol className="grid gap-1">
        {events.map(({ at, severity, message }) => (
          <li key={`${at} ${message}`} className="grid grid-cols-[64px_minmax(0,1fr)]">
            <time dateTime={at} title={formatExact(new Date(at))} className="text-ink-3 tabular-nums">
              {formatClock(new Date(at))}
            </time>
            <span className={clsx("wrap-anywhere", eventInks[severity])}>{message}</span>
          </li>
        ))}
      </ol>
    </PanelSection>
  );
}
