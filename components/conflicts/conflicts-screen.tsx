"use client";

import { Download } from "lucide-react";
import { apiPath } from "@/components/api";
import { ReadAgainFailed, ReadFailed } from "@/components/read-failed";
import { Sheet, SheetBody } from "@/components/shell/sheet";
import { usePermission } from "@/components/shell/workspace-context";
import { SyncHead } from "@/components/sync/sync-head";
import { useToday } from "@/components/sync/use-sync-statistics";
import { Button, buttonLook } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { Keys } from "@/components/ui/keys";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { TableFoot } from "@/components/ui/table";
import { useAddress } from "@/components/ui/use-address";
import { BulkBar } from "./bulk-bar";
import { ConflictDialog } from "./conflict-dialog";
import { ConflictFilterBar } from "./conflict-filter-bar";
import { type ConflictFilters, filtersOf, queryOf } from "./conflict-filters";
import { ConflictTable } from "./conflict-table";
import { NoConflicts } from "./no-conflicts";
import { useChoice } from "./use-choice";
import { useConflictList } from "./use-conflicts";
import { useUndoLast } from "./use-undo-last";

/** The tab of conflicts: what waits for a person, what was decided, and the dialog that decides. */
export function ConflictsScreen() {
  const { values, change } = useAddress();
  const filters = filtersOf(values);
  const list = useConflictList(filters);
  const { data: today } = useToday(false);
  const conflicts = list.data?.pages.flatMap(({ data }) => data) ?? [];
  const mayDecide = usePermission("conflicts:resolve") && filters.status === "OPEN";
  const choice = useChoice(conflicts, filters);
  const openId = values.get("conflict");
  const open = (id: string | null) => change({ conflict: id }, openId === null ? "push" : "replace");
  const undoLast = useUndoLast(open);
  const first = conflicts[0];
  return (
    <Sheet>
      <SyncHead
        actions={
          <>
            <ExportLink filters={filters} />
            {first && mayDecide ? (
              <Button variant="primary" onClick={() => open(first.id)}>
                Decide one by one
              </Button>
            ) : null}
          </>
        }
      />
      <SheetBody>
        {list.error && list.data ? (
          <ReadAgainFailed
            what="Conflicts"
            error={list.error}
            readAtMs={list.dataUpdatedAt}
            onRetry={list.refetch}
          />
        ) : null}
        <ConflictFilterBar filters={filters} openCount={today?.conflictsOpen} onChange={change} />
        {list.isPending ? <SkeletonRows count={8} label="Loading conflicts" /> : null}
        {list.error && !list.data ? (
          <div className="p-4.5">
            <ReadFailed what="Conflicts" right="read conflicts" error={list.error} onRetry={list.refetch} />
          </div>
        ) : null}
        {list.data && conflicts.length === 0 ? <NoConflicts filters={filters} onChange={change} /> : null}
        {first ? (
          <ConflictTable
            key={filters.status}
            conflicts={conflicts}
            choice={mayDecide ? choice : undefined}
            openId={openId}
            onOpen={open}
          />
        ) : null}
        {mayDecide && choice.count > 0 ? <div className="h-16" /> : null}
      </SheetBody>
      {mayDecide ? <BulkBar choice={choice} hasMore={list.hasNextPage} /> : null}
      <TableFoot aside={first ? <TableKeys mayChoose={mayDecide} /> : null}>
        {list.data ? `${formatCount(conflicts.length)} shown` : null}
        {list.hasNextPage ? (
          <Button size="sm" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            Show more
          </Button>
        ) : null}
      </TableFoot>
      {openId === null ? null : (
        <ConflictDialog
          id={openId}
          listed={conflicts}
          isWork={filters.status === "OPEN"}
          onEndReached={list.hasNextPage ? list.fetchNextPage : undefined}
          undoLast={undoLast}
          onOpen={open}
          onClose={() => open(null)}
        />
      )}
    </Sheet>
  );
}

/** Leads to the list as the filters leave it, as a file. */
function ExportLink({ filters }: { filters: ConflictFilters }) {
  return (
    <a
      href={apiPath("/api/sync/conflicts", { ...queryOf(filters), format: "csv" })}
      download
      className={`${buttonLook()} hover:bg-hover max-sm:hidden`}
    >
      <Download />
      Export CSV
    </a>
  );
}

function TableKeys({ mayChoose }: { mayChoose: boolean }) {
  return (
    <>
      <Keys keys={["J", "K"]} /> move <Keys keys={["enter"]} /> open
      {mayChoose ? (
        <>
          <Keys keys={["X"]} /> choose
        </>
      ) : null}
    </>
  );
}
