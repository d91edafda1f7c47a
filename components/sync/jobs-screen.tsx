"use client";

import type { ComponentProps } from "react";
import { ReadAgainFailed, ReadFailed } from "@/components/read-failed";
import { FilterBar, Sheet, SheetBody } from "@/components/shell/sheet";
import { Keys } from "@/components/ui/keys";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { TableFoot } from "@/components/ui/table";
import { useAddress } from "@/components/ui/use-address";
import { useOpened } from "@/components/ui/use-opened";
import { Figures } from "./figures";
import { FilterChips } from "./filter-chips";
import { footWords } from "./group-words";
import { filtersOf, isNarrowed } from "./job-filters";
import { groupJobs } from "./job-groups";
import { JobPanel } from "./job-panel";
import { JobTable } from "./job-table";
import { JobsActions } from "./jobs-actions";
import { MissingPart } from "./missing-part";
import { NoJobs } from "./no-jobs";
import { SyncHead } from "./sync-head";
import { JobActionsProvider } from "./use-job-actions";
import { useSyncJobs } from "./use-sync-jobs";
import { useSyncLive } from "./use-sync-live";
import { useToday } from "./use-sync-statistics";

/** The tab of jobs: what needs a person, what runs, what waits, what is finished, and how much flows. */
export function JobsScreen() {
  const { values, change } = useAddress();
  const filters = filtersOf(values);
  const list = useSyncJobs(filters);
  const inOrder = groupJobs(list.jobs, new Date()).flatMap(({ jobs }) => jobs);
  const isBusy = inOrder.some(({ status }) => status === "RUNNING");
  const { data: today } = useToday(isBusy);
  useSyncLive();
  const isWholeDay = filters.started === "today" && !isNarrowed(filters);
  const day = isWholeDay ? (today ?? null) : null;
  const opened = useOpened("job");
  return (
    <JobActionsProvider>
      <Sheet>
        <SyncHead actions={<JobsActions filters={filters} />} />
        <SheetBody>
          <MissingPart />
          {list.error && list.isKnown ? (
            <ReadAgainFailed what="Jobs" error={list.error} readAtMs={list.readAtMs} onRetry={list.retry} />
          ) : null}
          <Figures jobs={list.isKnown ? inOrder : undefined} isBusy={isBusy} today={today} />
          <FilterBar>
            <FilterChips filters={filters} onChange={change} />
          </FilterBar>
          <Listed {...{ list, filters, day }} openId={opened.id} onOpen={opened.open} onClear={change} />
        </SheetBody>
        <TableFoot aside={inOrder.length > 0 ? <TableKeys /> : null}>
          {list.isKnown ? footWords(inOrder.length, day?.jobs.total ?? null, list.older.hasNextPage) : null}
        </TableFoot>
        <JobPanel id={opened.id} jobs={inOrder} onOpen={opened.open} />
      </Sheet>
    </JobActionsProvider>
  );
}

type ListedProps = Pick<ComponentProps<typeof JobTable>, "day" | "openId" | "onOpen"> &
  ComponentProps<typeof NoJobs> & { list: ReturnType<typeof useSyncJobs> };

/** The table of jobs, as far as they are known, or why there is none. */
function Listed({ list, filters, onClear, ...table }: ListedProps) {
  const { jobs, isPending, error, isKnown, retry } = list;
  return (
    <>
      {isPending ? <SkeletonRows count={8} label="Loading jobs" /> : null}
      {error && !isKnown ? (
        <div className="p-4.5">
          <ReadFailed what="Jobs" right="read syncs" error={error} onRetry={retry} />
        </div>
      ) : null}
      {isKnown && jobs.length === 0 ? <NoJobs filters={filters} onClear={onClear} /> : null}
      {jobs.length > 0 ? (
        <JobTable key={JSON.stringify(filters)} jobs={jobs} older={list.older} {...table} />
      ) : null}
    </>
  );
}

function TableKeys() {
  return (
    <>
      <Keys keys={["J", "K"]} /> move <Keys keys={["enter"]} /> open
    </>
  );
}
