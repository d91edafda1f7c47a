"use client";

import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ShowMore } from "@/components/load-more";
import { ReadAgainFailed, ReadFailed } from "@/components/read-failed";
import { Sheet, SheetBody } from "@/components/shell/sheet";
import { SyncHead } from "@/components/sync/sync-head";
import { formatCount } from "@/components/ui/format";
import { Keys } from "@/components/ui/keys";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { TableFoot } from "@/components/ui/table";
import { DecidingActions } from "./deciding-actions";

type DecidingListProps = {
  /** "Conflicts". */
  what: string;
  /** The list as a file. */
  csv: string;
  /** Opens the first that waits; left out where there is nothing to decide. */
  onBegin?: () => void;
  filters: ReactNode;
  list: UseInfiniteQueryResult<unknown>;
  /** How many rows there are. */
  count: number;
  empty: ReactNode;
  table: ReactNode;
  mayChoose: boolean;
  /** What lies over the list: the bar for several, the dialog. */
  children: ReactNode;
};

/** What waits for a person or was decided, in a list that says why it is empty or could not be read. */
export function DecidingList(props: DecidingListProps) {
  const { csv, onBegin, list, count, mayChoose, children } = props;
  return (
    <Sheet>
      <SyncHead actions={<DecidingActions csv={csv} onBegin={onBegin} />} />
      <SheetBody>
        <ListedBelowFilters {...props} />
      </SheetBody>
      <TableFoot aside={count > 0 ? <TableKeys mayChoose={mayChoose} /> : null}>
        {list.data !== undefined ? `${formatCount(count)} shown` : null}
        <ShowMore list={list} />
      </TableFoot>
      {children}
    </Sheet>
  );
}

/** The rows, or why there are none. */
function ListedBelowFilters({ what, filters, list, count, empty, table }: DecidingListProps) {
  const { data, error, isPending, dataUpdatedAt, refetch } = list;
  const isRead = data !== undefined;
  return (
    <>
      {error && isRead ? (
        <ReadAgainFailed what={what} error={error} readAtMs={dataUpdatedAt} onRetry={refetch} />
      ) : null}
      {filters}
      {isPending ? <SkeletonRows count={8} label={`Loading ${what.toLowerCase()}`} /> : null}
      {error && !isRead ? (
        <div className="p-4.5">
          <ReadFailed what={what} right="read conflicts" error={error} onRetry={refetch} />
        </div>
      ) : null}
      {isRead && count === 0 ? empty : null}
      {count > 0 ? table : null}
    </>
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
