/** Results told to who asked for them: ORU^R01 (HL7 v2.8, chapter 7.3). */
import type { FhirJson } from "@/lib/fhir";
import { composeEnvelope, type Envelope } from "../envelope";
import { isSince } from "../version";
import { type AboutPatient, associateSegments, patientSegments, visitSegments } from "./about-patient";
import { noteSegments, observationSegments, withPages } from "./observation";
import { partsOf } from "./parts";
import { Related } from "./related";
import { formSegments, type Reported, reportedObr, reportedOrc } from "./report";
import { writeSegment } from "./segment";
import { specimenFields, specimenSegments } from "./specimen";

export interface TestReport {
  readonly report: FhirJson;
  readonly observations?: readonly FhirJson[];
  /** What was asked for: its placer number is what a receiver knows the order by. */
  readonly request?: FhirJson;
  readonly specimens?: readonly FhirJson[];
}

export interface ResultMessage extends Envelope, AboutPatient {
  readonly reports: readonly TestReport[];
}

function reportSegments(message: ResultMessage, tested: TestReport, index: number): (string | undefined)[] {
  const { version, related: others = [] } = message;
  const { report, request, observations = [], specimens = [] } = tested;
  const related = new Related([report, ...(request ? [request] : []), ...others]);
  const about: Reported = {
    report: partsOf("DiagnosticReport", report),
    request: request && partsOf("ServiceRequest", request),
    related,
  };
  const told = observations.map((one) => partsOf("Observation", one));
  const { observations: filled, others: pages } = withPages(told, about.report.presentedForm ?? []);
  const results = observationSegments(filled, { related, version });
  const hasSpecimens = isSince(version, "2.5");
  const values = results.filter((line) => line.startsWith("OBX")).length;
  return [
    writeSegment("ORC", reportedOrc, about, { always: { 1: "RE" } }),
    writeSegment("OBR", reportedObr, about, {
      always: { ...specimenFields(specimens, related, hasSpecimens), 1: String(index + 1) },
    }),
    ...noteSegments(about.request?.note),
    ...results,
    ...formSegments(about, pages, values + 1),
    ...(hasSpecimens ? specimenSegments(specimens) : []),
  ];
}

export function resultMessage(message: ResultMessage): string {
  return composeEnvelope(message, { code: "ORU", event: "R01", structure: "ORU_R01" }, [
    ...patientSegments(message),
    ...associateSegments(message),
    ...(message.encounter ? visitSegments(message) : []),
    ...message.reports.flatMap((report, index) => reportSegments(message, report, index)),
  ]);
}
