"use client";

import { useState } from "react";
import { LoadMore, type PagedList } from "@/components/load-more";
import { formatCount } from "@/components/ui/format";
import { NewRows } from "@/components/ui/new-rows";
import { GroupHead, Table } from "@/components/ui/table";
import { useIsWide } from "@/components/ui/use-is-wide";
import type { SyncJob, SyncStatistics } from "@/lib/sync/schema";
import { groupDetail, groupTitles } from "./group-words";
import { jobColumns } from "./job-columns";
import { groupJobs, type JobGroup } from "./job-groups";
import { JobRow } from "./job-row";
import { sentenceOf, speaksForItself } from "./job-sentence";
import { useConnectorNames } from "./use-connections";
import { useStillGroups } from "./use-still-groups";

type JobTableProps = {
  jobs: readonly SyncJob[];
  /** The whole day, where the table shows it unfiltered. */
  day: SyncStatistics | null;
  openId: string | null;
  onOpen: (id: string) => void;
  /** Where the jobs that need nobody go on. */
  older: PagedList;
};

/** Jobs by what they need. New ones wait behind a button while the pointer or the focus is in the table. */
export function JobTable(props: JobTableProps) {
  const { jobs, day, openId, onOpen, older } = props;
  const columns = jobColumns(useIsWide());
  const nameOf = useConnectorNames();
  const isFresh = useFreshness(jobs);
  const { groups, waiting, letIn, holders } = useStillGroups(groupJobs(jobs, new Date()));
  return (
    <div {...holders}>
      <NewRows count={waiting} onLetIn={letIn} />
      <Table label="Sync jobs, those that need a decision first" columns={columns}>
        {groups.flatMap((group) => [
          <JobGroupHead key={group.id} group={group} day={day} />,
          ...group.jobs.map((job) => (
            <JobRow
              key={job.id}
              job={job}
              group={group.id}
              connector={nameOf(job.ehrProvider)}
              sentence={speaksForItself(job) ? sentenceOf(job, jobs, nameOf(job.ehrProvider)) : null}
              selected={job.id === openId}
              fresh={isFresh(job)}
              onOpen={() => onOpen(job.id)}
            />
          )),
        ])}
      </Table>
      <LoadMore list={older} />
    </div>
  );
}

function JobGroupHead({ group, day }: { group: JobGroup; day: SyncStatistics | null }) {
  if (group.jobs.length === 0) return null;
  const title = group.id === "finished" && day ? "Finished today" : groupTitles[group.id];
  const count = group.id === "finished" ? undefined : formatCount(group.jobs.length);
  return <GroupHead title={title} count={count} detail={groupDetail(group, day)} />;
}

/** Jobs asked for after the table first stood are tinted when they appear. */
function useFreshness(jobs: readonly SyncJob[]): (job: SyncJob) => boolean {
  const [newestAtFirst] = useState(
    () =>
      jobs
        .map(({ createdAt }) => createdAt)
        .sort()
        .at(-1) ?? "",
  );
  return ({ createdAt }) => createdAt > newestAtFirst;
}
