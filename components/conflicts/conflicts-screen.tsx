"use client";

import type { ComponentProps } from "react";
import { apiPath } from "@/components/api";
import { DecidingList } from "@/components/deciding/deciding-list";
import { usePermission } from "@/components/shell/workspace-context";
import { useAddress } from "@/components/ui/use-address";
import { useOpened } from "@/components/ui/use-opened";
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
  const conflicts = list.data?.pages.flatMap(({ data }) => data) ?? [];
  const mayDecide = usePermission("conflicts:resolve") && filters.status === "OPEN";
  const choice = useChoice(conflicts, filters);
  const { id: openId, open } = useOpened("conflict");
  const [first] = conflicts;
  return (
    <DecidingList
      what="Conflicts"
      csv={apiPath(conflictListPath, { ...queryOf(filters), format: "csv" })}
      onBegin={first && mayDecide ? () => open(first.id) : undefined}
      filters={<ConflictFilterBar filters={filters} onChange={change} />}
      list={list}
      count={conflicts.length}
      empty={<NoConflicts filters={filters} onChange={change} />}
      table={
        <ConflictTable
          key={filters.status}
          conflicts={conflicts}
          choice={mayDecide ? choice : undefined}
          openId={openId}
          onOpen={open}
        />
      }
      mayChoose={mayDecide}
    >
      {mayDecide ? <BulkBar choice={choice} hasMore={list.hasNextPage} /> : null}
      <OpenedConflict
        id={openId}
        listed={conflicts}
        isWork={filters.status === "OPEN"}
        onEndReached={list.hasNextPage ? list.fetchNextPage : undefined}
        onOpen={open}
      />
    </DecidingList>
  );
}

type OpenedConflictProps = Omit<
  ComponentProps<typeof ConflictDialog>,
  "id" | "undoLast" | "onOpen" | "onClose"
> & {
  id: string | null;
  onOpen: (id: string | null) => void;
};

/** The last decision can be taken back also when the dialog has closed behind it. */
function OpenedConflict({ id, onOpen, ...work }: OpenedConflictProps) {
  const undoLast = useUndoLast(onOpen);
  if (id === null) return null;
  const close = () => onOpen(null);
  return <ConflictDialog id={id} undoLast={undoLast} onOpen={onOpen} onClose={close} {...work} />;
}
