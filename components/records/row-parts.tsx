import { clsx } from "clsx";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { StatusShape } from "@/components/ui/status-shape";
import type { RecordEnvelope } from "./record-shapes";

type RecordTitleProps = { record: RecordEnvelope; children: ReactNode };

/** The name of a row, with what a person has to know before opening it. */
export function RecordTitle({ record: { deletedAt, openConflicts }, children }: RecordTitleProps) {
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <bdi className={clsx("truncate font-medium", deletedAt && "text-ink-3 line-through")}>{children}</bdi>
      {deletedAt ? <Badge>Deleted</Badge> : null}
      {openConflicts > 0 ? (
        <>
          <StatusShape shape="ask" className="size-3" />
          <span className="sr-only">{openConflicts} open conflicts</span>
        </>
      ) : null}
    </span>
  );
}

/** Where the record comes from: the names of its systems. */
export function SystemNames({ links }: Pick<RecordEnvelope, "links">) {
  const names = [...new Set(links.map(({ integrationName }) => integrationName))];
  if (names.length === 0) return <span className="text-ink-3">Carelane only</span>;
  return <>{names.join(", ")}</>;
}
