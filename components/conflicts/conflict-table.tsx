"use client";

import { useOtherSystems } from "@/components/deciding/use-other-systems";
import { CheckMark } from "@/components/ui/checkbox";
import { Table } from "@/components/ui/table";
import type { Conflict } from "@/lib/conflicts/schema";
import { choosableColumns, openColumns, settledColumns } from "./conflict-columns";
import { ConflictRow } from "./conflict-row";
import type { Choice } from "./use-choice";

type ConflictTableProps = {
  /** All of one status. */
  conflicts: readonly Conflict[];
  /** Left out where nothing can be decided. */
  choice?: Choice;
  openId: string | null;
  onOpen: (id: string) => void;
};

/** Conflicts of one status, newest first, with room below for the bar of those chosen. */
export function ConflictTable({ conflicts, choice, openId, onOpen }: ConflictTableProps) {
  const systemOf = useOtherSystems();
  const isOpen = conflicts[0]?.status === "OPEN";
  const columns = isOpen ? (choice ? withAll(choice) : openColumns) : settledColumns;
  return (
    <>
      <Table label={isOpen ? "Open conflicts" : "Settled conflicts"} columns={columns}>
        {conflicts.map((conflict) => (
          <ConflictRow
            key={conflict.id}
            conflict={conflict}
            system={systemOf(conflict)}
            isOpen={conflict.id === openId}
            onOpen={() => onOpen(conflict.id)}
            choice={
              choice && {
                isChosen: choice.isChosen(conflict.id),
                toggle: () => choice.toggle(conflict.id),
              }
            }
          />
        ))}
      </Table>
      {choice && choice.count > 0 ? <div className="h-16" /> : null}
    </>
  );
}

/** The head of the boxes chooses all that are shown. */
function withAll({ isAllShown, toggleAll }: Choice) {
  const box = <CheckMark aria-label="Choose all shown" checked={isAllShown} onChange={toggleAll} />;
  return choosableColumns.map((column) =>
    column.id === "choice" ? { ...column, headContent: box } : column,
  );
}
