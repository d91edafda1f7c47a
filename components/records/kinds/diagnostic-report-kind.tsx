"use client";

import { Fact } from "@/components/ui/fact-list";
import { formatCount } from "@/components/ui/format";
import { diagnosticReportSchema } from "@/lib/records/schema";
import { FirstRecordLink } from "../record-link";
import { type RecordOf, recordOf } from "../record-shapes";
import { RecordStatus } from "../record-status";
import { When } from "../when";
import { codesText } from "../words";
import { Attachments } from "./attachments";
import {
  choice,
  nameColumn,
  patientColumn,
  statusColumn,
  textColumn,
  timeColumn,
  updatedColumn,
} from "./columns";
import {
  CodesFact,
  FactSection,
  LinkFact,
  LinksFact,
  PatientFact,
  StatusFact,
  TextSection,
  TimeFact,
} from "./facts";
import { Identifiers } from "./identifiers";
import type { ChoiceFilter, RecordKind, RelatedList } from "./record-kind";

type ReportRecord = RecordOf<"diagnostic_reports">;

/** The usual sections of HL7's table 0074. */
const sections: ChoiceFilter = {
  name: "category",
  label: "Category",
  options: [
    { value: "LAB", label: "Laboratory" },
    { value: "RAD", label: "Radiology" },
    { value: "PAT", label: "Pathology" },
    { value: "MB", label: "Microbiology" },
    { value: "CUS", label: "Cardiac ultrasound" },
  ],
};

function arrivedResults({ data }: ReportRecord): string[] {
  return data.resultIds.filter((id) => id !== null);
}

function ReportFacts({ record }: { record: ReportRecord }) {
  const { data, labels } = record;
  const missing = data.resultIds.length - arrivedResults(record).length;
  return (
    <>
      <FactSection title="Report">
        <CodesFact label="What" codes={[data.code]} />
        <PatientFact id={data.patientId} labels={labels} />
        <StatusFact status={data.status} />
        <Fact label="Effective">
          <When at={data.effectiveAt} />
        </Fact>
        <TimeFact label="Issued" at={data.issuedAt} />
        <LinksFact label="Performed by" entity="practitioners" ids={data.performerIds} labels={labels} />
        <LinkFact label="Encounter" entity="encounters" id={data.encounterId} labels={labels} />
        <CodesFact label="Category" codes={data.category} />
        <CodesFact label="Conclusion" codes={data.conclusionCodes} />
        {missing > 0 ? (
          <Fact label="Results">
            {missing} {missing === 1 ? "is" : "are"} not in Carelane yet
          </Fact>
        ) : null}
      </FactSection>
      <TextSection title="Conclusion" text={data.conclusion} />
      <Attachments attachments={data.attachments} />
      <Identifiers identifiers={data.identifiers} />
    </>
  );
}

/** The observations it reports, by id. */
function resultsOf(record: ReportRecord): RelatedList[] {
  const ids = arrivedResults(record);
  return ids.length === 0
    ? []
    : [{ entity: "observations", title: "Results", filters: { ids: ids.join(",") }, whole: true }];
}

export const diagnosticReportKind: RecordKind<ReportRecord> = {
  entity: "diagnostic_reports",
  schema: recordOf(diagnosticReportSchema),
  searchPlaceholder: "Report or its code",
  columns: [
    nameColumn("Report"),
    textColumn({ id: "category", head: "Category", width: "14%", secondary: true }, ({ data }) =>
      codesText(data.category),
    ),
    patientColumn,
    {
      id: "by",
      head: "Performed by",
      width: "16%",
      show: ({ data, labels }) => (
        <FirstRecordLink entity="practitioners" ids={data.performerIds} labels={labels} />
      ),
    },
    {
      id: "results",
      head: "Results",
      width: "72px",
      right: true,
      show: ({ data }) => formatCount(data.resultIds.length),
    },
    statusColumn,
    timeColumn("Effective", ({ data }) => data.effectiveAt),
    updatedColumn,
  ],
  choices: [
    choice(
      "status",
      "Status",
      "registered",
      "partial",
      "preliminary",
      "final",
      "amended",
      "corrected",
      "cancelled",
    ),
    sections,
  ],
  happenedAt: ({ data }) => data.effectiveAt ?? data.issuedAt,
  Outcome: ({ record }) => <RecordStatus status={record.data.status} />,
  Line: ({ record }) => <When at={record.data.effectiveAt ?? record.data.issuedAt} />,
  Facts: ReportFacts,
  related: resultsOf,
};
