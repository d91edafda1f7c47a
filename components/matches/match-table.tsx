"use client";

import { type OtherSystem, useOtherSystems } from "@/components/deciding/use-other-systems";
import { formatPartialDate } from "@/components/records/partial-date";
import { Unknown } from "@/components/ui/fact-list";
import { formatShare } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";
import { Row } from "@/components/ui/row";
import { Status } from "@/components/ui/status";
import { Cell, Table } from "@/components/ui/table";
import type { Match } from "@/lib/sync/schema";
import { decidedColumns, openColumns } from "./match-columns";
import { candidateWords, statusShapes, statusWords } from "./match-words";

type MatchTableProps = {
  /** All of one status. */
  matches: readonly Match[];
  openId: string | null;
  onOpen: (id: string) => void;
};

/** Matches of one status, newest first. */
export function MatchTable({ matches, openId, onOpen }: MatchTableProps) {
  const systemOf = useOtherSystems();
  const isOpen = matches[0]?.status === "OPEN";
  return (
    <Table
      label={isOpen ? "Open matches" : "Decided matches"}
      columns={isOpen ? openColumns : decidedColumns}
    >
      {matches.map((match) => (
        <MatchRow
          key={match.id}
          match={match}
          system={systemOf(match)}
          isOpen={match.id === openId}
          onOpen={() => onOpen(match.id)}
        />
      ))}
    </Table>
  );
}

type MatchRowProps = { match: Match; system: OtherSystem; isOpen: boolean; onOpen: () => void };

/** What the columns of the table leave out, the row leaves out too. */
function MatchRow({ match, system, isOpen, onOpen }: MatchRowProps) {
  const { status, remote, candidates, decidedBy, decidedAt, detectedAt, reason } = match;
  const { name, dateOfBirth } = remote.summary;
  const [best] = candidates;
  const reasons = best?.reasons.join(", ");
  return (
    <Row onOpen={onOpen} selected={isOpen}>
      <Cell column="state">
        <Status shape={statusShapes[status]}>{statusWords[status]}</Status>
      </Cell>
      <Cell column="patient">
        <bdi className="font-medium">{name}</bdi>
      </Cell>
      <Cell column="born" className="tabular-nums">
        {dateOfBirth ? formatPartialDate(dateOfBirth) : <Unknown />}
      </Cell>
      <Cell column="candidate">
        <bdi>{candidateWords(match)}</bdi>
      </Cell>
      <Cell column="score">{best ? formatShare(best.score) : <Unknown />}</Cell>
      <Cell column="reasons" className="text-ink-2" title={reasons}>
        {reasons}
      </Cell>
      <Cell column="reason">{reason ?? <Unknown>none</Unknown>}</Cell>
      <Cell column="by">{decidedBy?.name ?? <Unknown>nobody</Unknown>}</Cell>
      <Cell column="system" className="text-ink-2">
        {system.connector}
        {system.name === system.connector ? null : <span className="text-ink-3"> · {system.name}</span>}
      </Cell>
      <Cell column="age" className="text-ink-3">
        <RelativeTime at={decidedAt ?? detectedAt} />
      </Cell>
    </Row>
  );
}
