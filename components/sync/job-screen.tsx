"use client";

import { ReadFailed } from "@/components/read-failed";
import { Sheet, SheetBody, SheetHead } from "@/components/shell/sheet";
import { usePermission } from "@/components/shell/workspace-context";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { JobButtons } from "./job-buttons";
import { JobDetail } from "./job-detail";
import { JobEyebrow, useJobTitle } from "./job-title";
import { jobLine } from "./job-words";
import { NoSyncs } from "./no-syncs";
import { JobActionsProvider } from "./use-job-actions";
import { useSyncJob } from "./use-sync-jobs";
import { useSyncLive } from "./use-sync-live";

const trail = [{ label: "Sync", href: "/sync" }];

/** One job on a page of its own, with all of its last hundred pages. */
export function JobScreen({ id }: { id: string }) {
  return usePermission("sync:read") ? <Job id={id} /> : <NoSyncs title="Sync job" />;
}

function Job({ id }: { id: string }) {
  const { data: job, error, refetch } = useSyncJob(id);
  const title = useJobTitle(job);
  // Three long buttons, which the head of a phone has no room for.
  const asks = job?.status === "NEEDS_APPROVAL";
  useSyncLive();
  return (
    <JobActionsProvider>
      <Sheet>
        <SheetHead title={title} trail={trail} actions={job && !asks ? <JobButtons job={job} /> : null} />
        <SheetBody reading>
          {job ? (
            <div className="mx-auto max-w-180">
              <div className="px-4.5 pt-4 pb-1">
                <div className="mb-1 flex items-center gap-2">
                  <JobEyebrow job={job} />
                </div>
                <p className="text-ink-2">{jobLine(job)}</p>
                {asks ? (
                  <div className="mt-3 flex flex-wrap gap-2">
                    <JobButtons job={job} />
                  </div>
                ) : null}
              </div>
              <JobDetail job={job} detail={job} pageLimit={100} />
            </div>
          ) : error ? (
            <div className="p-4.5">
              <ReadFailed what="The job" right="read syncs" error={error} onRetry={refetch} />
            </div>
          ) : (
            <SkeletonRows label="Loading the job" />
          )}
        </SheetBody>
      </Sheet>
    </JobActionsProvider>
  );
}
