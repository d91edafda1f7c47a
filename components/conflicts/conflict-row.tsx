"use client";

import type { OtherSystem } from "@/components/deciding/use-other-systems";
import { entityWord } from "@/components/sync/job-words";
import { Badge } from "@/components/ui/badge";
import { CheckMark } from "@/components/ui/checkbox";
import { Unknown } from "@/components/ui/fact-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { Row } from "@/components/ui/row";
import { Severity, Status } from "@/components/ui/status";
import { Cell } from "@/components/ui/table";
import type { Conflict } from "@/lib/conflicts/schema";
import {
  furtherFields,
  severityLevels,
  sourceWords,
  statusShapes,
  statusWords,
  subjectOf,
} from "./conflict-words";
import { fieldsToDecide } from "./decisions";
import { readableEntries } from "./readable-value";

type ConflictRowProps = {
  conflict: Conflict;
  system: OtherSystem;
  isOpen: boolean;
  onOpen: () => void;
  /** Chosen for a decision about several; left out where none can be made. */
  choice?: { isChosen: boolean; toggle: () => void };
};

/** A conflict in the list. What the columns of the table leave out, the row leaves out too. */
export function ConflictRow({ conflict, system, isOpen, onOpen, choice }: ConflictRowProps) {
  const { label, entity, severity, status, resolvedBy, resolvedAt, detectedAt } = conflict;
  return (
    <Row onOpen={onOpen} onToggle={choice?.toggle} selected={isOpen || choice?.isChosen}>
      {choice ? (
        <Cell column="choice">
          <CheckMark aria-label={`Choose ${label}`} checked={choice.isChosen} onChange={choice.toggle} />
        </Cell>
      ) : null}
      <Cell column="severity">
        <Severity level={severityLevels[severity]} />
      </Cell>
      <Cell column="state">
        <Status shape={statusShapes[status]}>{statusWords[status]}</Status>
      </Cell>
      <Cell column="record">
        <bdi className="font-medium">{label}</bdi>
        <span className="ml-2 text-ink-3 text-xs">{entityWord(entity)}</span>
      </Cell>
      <Cell column="field">
        <Subject conflict={conflict} system={system.name} />
      </Cell>
      <Cell column="local" className="tabular-nums">
        <FirstValue conflict={conflict} side="local" />
      </Cell>
      <Cell column="remote" className="tabular-nums">
        <FirstValue conflict={conflict} side="remote" />
      </Cell>
      <Cell column="taken">{sourceWords(conflict, system.name)}</Cell>
      <Cell column="by">{resolvedBy?.name ?? <Unknown>nobody</Unknown>}</Cell>
      <Cell column="system" className="text-ink-2">
        {system.connector}
        {system.name === system.connector ? null : <span className="text-ink-3"> · {system.name}</span>}
      </Cell>
      <Cell column="age" className="text-ink-3">
        <RelativeTime at={resolvedAt ?? detectedAt} />
      </Cell>
    </Row>
  );
}

function Subject({ conflict, system }: { conflict: Conflict; system: string }) {
  const further = furtherFields(conflict);
  return (
    <span className="inline-flex max-w-full items-center gap-1.5">
      <span className="truncate">{subjectOf(conflict, system)}</span>
      {further > 0 ? <Badge>+{further}</Badge> : null}
    </span>
  );
}

/** One side of the field that names the conflict, in one line: of a list the entries that the two sides do not share. */
function FirstValue({ conflict, side }: { conflict: Conflict; side: "local" | "remote" }) {
  const [field] = fieldsToDecide(conflict);
  if (!field) return <Unknown />;
  const read = (value: unknown) => readableEntries(conflict.entity, field.path, value, () => undefined);
  const others = read(side === "local" ? field.remote : field.local);
  const own = read(field[side]).filter((entry) => !others.includes(entry));
  if (own.length === 0) return <Unknown>nothing else</Unknown>;
  return <bdi>{own.join("; ").replaceAll("\n", ", ")}</bdi>;
}
