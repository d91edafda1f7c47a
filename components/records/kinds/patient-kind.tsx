"use client";

import { ChangePatient } from "../change-patient";
import { formatPartialDate } from "../partial-date";
import { patientLine } from "../patient-words";
import { patientRecordSchema, type RecordOf } from "../record-shapes";
import { SystemNames } from "../row-parts";
import { statusText } from "../words";
import { choice, nameColumn, textColumn, updatedColumn } from "./columns";
import { PatientFacts } from "./patient-facts";
import type { RecordKind } from "./record-kind";

export const patientKind: RecordKind<RecordOf<"patients">> = {
  entity: "patients",
  schema: patientRecordSchema,
  searchPlaceholder: "Name, MRN, birth date, phone",
  columns: [
    nameColumn("Name"),
    textColumn(
      { id: "mrn", head: "MRN", width: "132px", phone: "state", className: "font-mono text-xs" },
      ({ data }) => data.mrn,
    ),
    textColumn(
      { id: "born", head: "Born", width: "112px", phone: "detail", className: "tabular-nums" },
      ({ data }) => data.dateOfBirth && formatPartialDate(data.dateOfBirth),
    ),
    textColumn(
      { id: "sex", head: "Sex", width: "84px", secondary: true },
      ({ data }) => data.gender && statusText(data.gender),
    ),
    textColumn(
      { id: "phone", head: "Phone", width: "152px", secondary: true, className: "tabular-nums" },
      ({ data }) => data.phone,
    ),
    { id: "systems", head: "Systems", width: "22%", show: ({ links }) => <SystemNames links={links} /> },
    { ...updatedColumn, secondary: false, phone: "time" },
  ],
  choices: [choice("gender", "Sex", "female", "male", "other", "unknown")],
  happenedAt: ({ data }) => data.dateOfBirth,
  Outcome: ({ record }) => record.data.mrn,
  Line: ({ record }) => patientLine(record.data),
  Facts: PatientFacts,
  Change: ChangePatient,
};
