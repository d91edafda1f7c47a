"use client";

import { ReadAgainFailed, ReadFailed } from "@/components/read-failed";
import { FilterBar, Sheet, SheetBody } from "@/components/shell/sheet";
import { Keys } from "@/components/ui/keys";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { TableFoot } from "@/components/ui/table";
import { useAddress } from "@/components/ui/use-address";
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
  const { isKnown } = list;
  const isWholeDay = filters.started === "today" && !isNarrowed(filters);
  const openId = values.get("job");
  const open = (id: string | null) => change({ job: id }, openId === null ? "push" : "replace");
  const step = (by: number) => {
    const next = inOrder[inOrder.findIndex(({ id }) => id === openId) + by];
    if (next) open(next.id);
  };
  return (
    <JobActionsProvider>
      <Sheet>
        <SyncHead actions={<JobsActions filters={filters} />} />
        <SheetBody>
          <MissingPart />
          {list.error && isKnown ? (
            <ReadAgainFailed what="Jobs" error={list.error} readAtMs={list.readAtMs} onRetry={list.retry} />
          ) : null}
          <Figures jobs={isKnown ? inOrder : undefined} isBusy={isBusy} today={today} />
          <FilterBar>
            <FilterChips filters={filters} onChange={change} />
          </FilterBar>
          {list.isPending ? <SkeletonRows count={8} label="Loading jobs" /> : null}
          {list.error && !isKnown ? (
            <div className="p-4.5">
              <ReadFailed what="Jobs" right="read syncs" error={list.error} onRetry={list.retry} />
            </div>
          ) : null}
          {isKnown && inOrder.length === 0 ? <NoJobs filters={filters} onClear={change} /> : null}
          {inOrder.length > 0 ? (
            <JobTable
              key={JSON.stringify(filters)}
              jobs={list.jobs}
              hasMore={list.hasMore}
              isLoadingMore={list.isLoadingMore}
              onLoadMore={list.loadMore}
              day={isWholeDay ? (today ?? null) : null}
              openId={openId}
              onOpen={open}
            />
          ) : null}
        </SheetBody>
        <TableFoot aside={inOrder.length > 0 ? <TableKeys /> : null}>
          {isKnown
            ? footWords(inOrder.length, isWholeDay ? (today?.jobs.total ?? null) : null, list.hasMore)
            : null}
        </TableFoot>
        <JobPanel
          id={openId}
          jobs={inOrder}
          onClose={() => open(null)}
          onNext={() => step(1)}
          onPrevious={() => step(-1)}
        />
      </Sheet>
    </JobActionsProvider>
  );
}

function TableKeys() {
  return (
    <>
      <Keys keys={["J", "K"]} /> move <Keys keys={["enter"]} /> open
    </>
  );
}
