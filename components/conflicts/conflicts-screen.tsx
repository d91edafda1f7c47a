"use client";

import { apiPath } from "@/components/api";
import { DecidingList } from "@/components/deciding/deciding-list";
import { ExportLink } from "@/components/export-link";
import { usePermission } from "@/components/shell/workspace-context";
import { useToday } from "@/components/sync/use-sync-statistics";
import { Button } from "@/components/ui/button";
import { useAddress } from "@/components/ui/use-address";
import { BulkBar } from "./bulk-bar";
import { ConflictDialog } from "./conflict-dialog";
import { ConflictFilterBar } from "./conflict-filter-bar";
import { filtersOf, queryOf } from "./conflict-filters";
import { ConflictTable } from "./conflict-table";
import { NoConflicts } from "./no-conflicts";
import { useChoice } from "./use-choice";
import { conflictListPath, useConflictList } from "./use-conflicts";
import { useUndoLast } from "./use-undo-last";

/** Fields that both sides changed: what waits for a person, what was decided, and the dialog that decides. */
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
    <DecidingList
      what="Conflicts"
      actions={
        <>
          <ExportLink
            className="max-sm:hidden"
            href={apiPath(conflictListPath, { ...queryOf(filters), format: "csv" })}
          />
          {first && mayDecide ? (
            <Button variant="primary" onClick={() => open(first.id)}>
              Decide one by one
            </Button>
          ) : null}
        </>
      }
      filters={<ConflictFilterBar filters={filters} openCount={today?.conflictsOpen} onChange={change} />}
      list={list}
      count={conflicts.length}
      empty={<NoConflicts filters={filters} onChange={change} />}
      table={
        <>
          <ConflictTable
            key={filters.status}
            conflicts={conflicts}
            choice={mayDecide ? choice : undefined}
            openId={openId}
            onOpen={open}
          />
          {mayDecide && choice.count > 0 ? <div className="h-16" /> : null}
        </>
      }
      mayChoose={mayDecide}
    >
      {mayDecide ? <BulkBar choice={choice} hasMore={list.hasNextPage} /> : null}
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
    </DecidingList>
  );
}
