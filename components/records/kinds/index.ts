import type { RecordEntity } from "@/lib/records/schema";
import type { RecordOf } from "../record-shapes";
import { appointmentKind } from "./appointment-kind";
import { conditionKind } from "./condition-kind";
import { diagnosticReportKind } from "./diagnostic-report-kind";
import { documentKind } from "./document-kind";
import { encounterKind } from "./encounter-kind";
import { medicationKind } from "./medication-kind";
import { medicationRequestKind } from "./medication-request-kind";
import { observationKind } from "./observation-kind";
import { patientKind } from "./patient-kind";
import { practitionerKind } from "./practitioner-kind";
import type { RecordKind } from "./record-kind";

/** How records of each entity are listed and shown. */
export const recordKinds: { readonly [E in RecordEntity]: RecordKind<RecordOf<E>> } = {
  patients: patientKind,
  practitioners: practitionerKind,
  appointments: appointmentKind,
  encounters: encounterKind,
  conditions: conditionKind,
  observations: observationKind,
  diagnostic_reports: diagnosticReportKind,
  documents: documentKind,
  medication_requests: medicationRequestKind,
  medications: medicationKind,
};
