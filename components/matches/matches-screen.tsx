"use client";

import { apiPath } from "@/components/api";
import { DecidingList } from "@/components/deciding/deciding-list";
import { usePermission } from "@/components/shell/workspace-context";
import { useAddress } from "@/components/ui/use-address";
import { useOpened } from "@/components/ui/use-opened";
import { MatchDialog } from "./match-dialog";
import { MatchFilterBar } from "./match-filter-bar";
import { filtersOf, queryOf } from "./match-filters";
import { MatchTable } from "./match-table";
import { NoMatches } from "./no-matches";
import { matchListPath, useMatchList } from "./use-matches";

/** Patients who may be known already: who waits for a person, what was decided, and the dialog that decides. */
export function MatchesScreen() {
  const { values, change } = useAddress();
  const filters = filtersOf(values);
  const list = useMatchList(filters);
  const matches = list.data?.pages.flatMap(({ data }) => data) ?? [];
  const isWork = filters.status === "OPEN";
  const mayDecide = usePermission("conflicts:resolve") && isWork;
  const { id: openId, open } = useOpened("match");
  const [first] = matches;
  return (
    <DecidingList
      what="Matches"
      csv={apiPath(matchListPath, { ...queryOf(filters), format: "csv" })}
      onBegin={first && mayDecide ? () => open(first.id) : undefined}
      filters={<MatchFilterBar filters={filters} onChange={change} />}
      list={list}
      count={matches.length}
      empty={<NoMatches filters={filters} onChange={change} />}
      table={<MatchTable key={filters.status} matches={matches} openId={openId} onOpen={open} />}
      mayChoose={false}
    >
      {openId === null ? null : (
        <MatchDialog
          id={openId}
          listed={matches}
          isWork={isWork}
          onEndReached={list.hasNextPage ? list.fetchNextPage : undefined}
          onOpen={open}
          onClose={() => open(null)}
        />
      )}
    </DecidingList>
  );
}
