"use client";

import { ReadFailed } from "@/components/read-failed";
import { LinkButton } from "@/components/ui/button";
import { PanelSection, SidePanel } from "@/components/ui/side-panel";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import type { SyncJob } from "@/lib/sync/schema";
import { JobButtons } from "./job-buttons";
import { JobDetail } from "./job-detail";
import { JobEyebrow, useJobTitle } from "./job-title";
import { jobLine } from "./job-words";
import { useSyncJob } from "./use-sync-jobs";

type JobPanelProps = {
  id: string | null;
  /** The jobs of the table in its order: the opened one shows at once, its pages follow. */
  jobs: readonly SyncJob[];
  onOpen: (id: string | null) => void;
};

const pageLimit = 12;

/** A job of the table: how far it is, what happened, what went wrong. */
export function JobPanel({ id, jobs, onOpen }: JobPanelProps) {
  const { data: detail, error, refetch } = useSyncJob(id);
  const job = detail ?? jobs.find((each) => each.id === id);
  const title = useJobTitle(job);
  const step = (by: number) => {
    const next = jobs[jobs.findIndex((each) => each.id === id) + by];
    if (next) onOpen(next.id);
  };
  return (
    <SidePanel
      open={id !== null}
      onClose={() => onOpen(null)}
      onNext={() => step(1)}
      onPrevious={() => step(-1)}
      title={title}
      eyebrow={job ? <JobEyebrow job={job} /> : null}
      description={job ? jobLine(job) : undefined}
      footer={job ? <Footer job={job} /> : null}
    >
      {error && !detail ? (
        <PanelSection>
          <ReadFailed what="The job" right="read syncs" error={error} onRetry={refetch} />
        </PanelSection>
      ) : job ? (
        <JobDetail job={job} detail={detail} jobs={jobs} pageLimit={pageLimit} />
      ) : (
        <SkeletonRows label="Loading the job" />
      )}
    </SidePanel>
  );
}

function Footer({ job }: { job: SyncJob }) {
  return (
    <div className="flex flex-1 flex-wrap gap-2">
      <JobButtons job={job} />
      <LinkButton variant="ghost" href={`/sync/jobs/${job.id}`} className="ml-auto">
        Open job
      </LinkButton>
    </div>
  );
}
