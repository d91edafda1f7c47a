"use client";

import type { SyncJob, SyncStatistics } from "@/lib/sync/schema";
import { rateOf } from "./group-words";
import { QueueTable } from "./queue-table";
import { Throughput } from "./throughput";
import { useLastHour } from "./use-sync-statistics";

type FiguresProps = {
  /** Undefined while nobody knows. */
  jobs?: readonly SyncJob[];
  isBusy: boolean;
  today?: SyncStatistics;
};

/** Throughput beside the queues. A phone has room for the throughput alone. */
export function Figures({ jobs, isBusy, today }: FiguresProps) {
  const { data: hour, dataUpdatedAt } = useLastHour(isBusy);
  return (
    <div className="grid h-46 grid-cols-[minmax(0,1fr)_450px] border-line border-b max-sm:block max-sm:h-auto min-[86.25rem]:grid-cols-[minmax(0,1fr)_512px]">
      <Throughput perSecond={jobs && rateOf(jobs)} hour={hour} readAtMs={dataUpdatedAt} today={today} />
      <div className="overflow-hidden border-line border-l px-2.5 pt-2.25 max-sm:hidden">
        <QueueTable queues={hour?.queues} />
      </div>
    </div>
  );
}
