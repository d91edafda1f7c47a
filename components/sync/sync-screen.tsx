"use client";

import { ReadAgainFailed, ReadFailed } from "@/components/read-failed";
import { FilterBar, Sheet, SheetBody, type SheetTab } from "@/components/shell/sheet";
import { usePermission } from "@/components/shell/workspace-context";
import { Keys } from "@/components/ui/keys";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { TableFoot } from "@/components/ui/table";
import { useAddress } from "@/components/ui/use-address";
import { WebhooksScreen } from "@/components/webhooks/webhooks-screen";
import { Figures } from "./figures";
import { FilterChips } from "./filter-chips";
import { footWords } from "./group-words";
import { filtersOf, isNarrowed } from "./job-filters";
import { groupJobs } from "./job-groups";
import { JobPanel } from "./job-panel";
import { JobTable } from "./job-table";
import { MissingPart } from "./missing-part";
import { NoJobs } from "./no-jobs";
import { NoSyncs } from "./no-syncs";
import { SyncHead } from "./sync-head";
import { useSyncTabs } from "./sync-tabs";
import { JobActionsProvider } from "./use-job-actions";
import { useSyncJobs } from "./use-sync-jobs";
import { useSyncLive } from "./use-sync-live";
import { useToday } from "./use-sync-statistics";

/** The sync dashboard, at the tab that the address names. */
export function SyncScreen() {
  const maySee = usePermission("sync:read");
  const { values } = useAddress();
  const tabs = useSyncTabs();
  if (!maySee) return <NoSyncs title="Sync" />;
  return values.get("tab") === "webhooks" ? <WebhooksScreen tabs={tabs} /> : <Jobs tabs={tabs} />;
}

/** What needs a person, what runs, what waits, what is finished, and how much flows. */
function Jobs({ tabs }: { tabs: readonly SheetTab[] }) {
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
        <SyncHead tabs={tabs} filters={filters} />
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
