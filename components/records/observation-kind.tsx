"use client";

import { Unknown } from "@/components/ui/fact-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { Cell } from "@/components/ui/table";
import { ObservationFacts } from "./observation-facts";
import { codedText, statusText, valueInLists } from "./observation-words";
import { formatPartialDate } from "./partial-date";
import { PatientLink } from "./patient-link";
import type { RecordKind } from "./record-kind";
import { type ObservationRecord, observationRecordSchema } from "./record-shapes";
import { RecordTitle } from "./row-parts";

const columns = [
  { id: "what", head: "What", names: true, phone: "name" },
  { id: "value", head: "Value", width: "20%", phone: "state" },
  { id: "patient", head: "Patient", width: "20%", phone: "detail" },
  { id: "when", head: "When", width: "124px" },
  { id: "status", head: "Status", width: "128px", secondary: true },
  { id: "updated", head: "Updated", width: "96px", right: true, phone: "time" },
] as const;

function ObservationCells({ record }: { record: ObservationRecord }) {
  const { data: observation, updatedAt } = record;
  return (
    <>
      <Cell column="what">
        <RecordTitle record={record}>{codedText(observation.code)}</RecordTitle>
      </Cell>
      <Cell column="value" className="tabular-nums max-sm:text-right">
        {valueInLists(observation) ?? <Unknown>no value</Unknown>}
      </Cell>
      <Cell column="patient">
        <PatientLink record={record} />
      </Cell>
      <Cell column="when" className="tabular-nums">
        {observation.effectiveAt ? formatPartialDate(observation.effectiveAt.slice(0, 10)) : <Unknown />}
      </Cell>
      <Cell column="status" className="text-ink-2">
        {statusText(observation.status)}
      </Cell>
      <Cell column="updated" className="text-ink-3">
        <RelativeTime at={updatedAt} />
      </Cell>
    </>
  );
}

export const observationKind: RecordKind<ObservationRecord> = {
  entity: "observations",
  noun: { one: "observation", many: "observations" },
  schema: observationRecordSchema,
  searchPlaceholder: "What was observed, or its code",
  columns,
  Cells: ObservationCells,
  titleOf: ({ data }) => codedText(data.code),
  Line: ({ record }) => valueInLists(record.data) ?? "No value",
  Facts: ObservationFacts,
};
