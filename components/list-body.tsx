"use client";

import type { ReactNode } from "react";
import { ShowMore } from "@/components/load-more";
import { ReadAgainFailed, ReadFailed } from "@/components/read-failed";
import { SheetBody } from "@/components/shell/sheet";
import { formatCount } from "@/components/ui/format";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { TableFoot } from "@/components/ui/table";

type ListBodyProps = {
  /** What is listed: "People". */
  what: string;
  /** The right it takes, as an activity: "manage people". */
  right: string;
  query: {
    data?: { pages: readonly { data: readonly unknown[] }[] };
    error: Error | null;
    /** When the data were read, in ms since 1970. */
    dataUpdatedAt: number;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => void;
    refetch: () => void;
  };
  /** Shown when there is nothing. */
  empty: ReactNode;
  children: ReactNode;
};

/** A list in each of its states: on its way, refused, empty, or there with how much of it is shown. */
export function ListBody({ what, right, query, empty, children }: ListBodyProps) {
  if (!query.data) {
    return query.error ? (
      <SheetBody padded>
        <ReadFailed what={what} right={right} error={query.error} onRetry={query.refetch} />
      </SheetBody>
    ) : (
      <SheetBody>
        <SkeletonRows label={`Loading ${what.toLowerCase()}`} />
      </SheetBody>
    );
  }
  const stale = query.error ? (
    <ReadAgainFailed what={what} error={query.error} readAtMs={query.dataUpdatedAt} onRetry={query.refetch} />
  ) : null;
  const count = query.data.pages.reduce((sum, page) => sum + page.data.length, 0);
  if (count === 0) return <SheetBody padded>{empty}</SheetBody>;
  return (
    <>
      {stale}
      <SheetBody>{children}</SheetBody>
      <TableFoot>
        {formatCount(count)} shown
        <ShowMore list={query} />
      </TableFoot>
    </>
  );
}
