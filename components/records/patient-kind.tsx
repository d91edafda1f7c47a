"use client";

import { Unknown } from "@/components/ui/fact-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { Cell } from "@/components/ui/table";
import { patientTitle } from "@/lib/records/schema";
import { ChangePatient } from "./change-patient";
import { formatPartialDate } from "./partial-date";
import { PatientFacts } from "./patient-facts";
import { PatientObservations } from "./patient-observations";
import { patientLine } from "./patient-words";
import type { RecordKind } from "./record-kind";
import { type PatientRecord, patientRecordSchema } from "./record-shapes";
import { RecordTitle, SystemNames } from "./row-parts";

const columns = [
  { id: "name", head: "Name", names: true, phone: "name" },
  { id: "mrn", head: "MRN", width: "132px", phone: "state" },
  { id: "born", head: "Born", width: "112px", phone: "detail" },
  { id: "sex", head: "Sex", width: "84px", secondary: true },
  { id: "phone", head: "Phone", width: "152px", secondary: true },
  { id: "systems", head: "Systems", width: "22%" },
  { id: "updated", head: "Updated", width: "96px", right: true, phone: "time" },
] as const;

const sexes = { male: "Male", female: "Female", other: "Other", unknown: "Unknown" } as const;

function PatientCells({ record }: { record: PatientRecord }) {
  const { data: patient, updatedAt } = record;
  return (
    <>
      <Cell column="name">
        <RecordTitle record={record}>{patientTitle(patient)}</RecordTitle>
      </Cell>
      <Cell column="mrn" className="font-mono text-xs max-sm:text-right">
        {patient.mrn ?? <Unknown />}
      </Cell>
      <Cell column="born" className="tabular-nums">
        {patient.dateOfBirth ? formatPartialDate(patient.dateOfBirth) : <Unknown />}
      </Cell>
      <Cell column="sex">{patient.gender ? sexes[patient.gender] : <Unknown />}</Cell>
      <Cell column="phone" className="tabular-nums">
        {patient.phone ?? <Unknown />}
      </Cell>
      <Cell column="systems">
        <SystemNames links={record.links} />
      </Cell>
      <Cell column="updated" className="text-ink-3">
        <RelativeTime at={updatedAt} />
      </Cell>
    </>
  );
}

export const patientKind: RecordKind<PatientRecord> = {
  entity: "patients",
  noun: { one: "patient", many: "patients" },
  schema: patientRecordSchema,
  searchPlaceholder: "Name, MRN, birth date, phone",
  columns,
  Cells: PatientCells,
  titleOf: ({ data }) => patientTitle(data),
  Line: ({ record }) => patientLine(record.data),
  Facts: PatientFacts,
  Related: PatientObservations,
  Change: ChangePatient,
};
