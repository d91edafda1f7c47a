/** ORU^R01 (HL7 v2.8, chapter 7.3): reports with their observations, and observations alone. */
import type { FhirJson } from "@/lib/fhir";
import { resultMessage, type TestReport } from "@/lib/hl7";
import { chartWay } from "./chart-way";
import { listOf, withOwnNumber } from "./own-number";
import type { PointedAt } from "./pointed-at";
import type { Write } from "./way";

function telling(report: TestReport, about: PointedAt): Write {
  return (envelope) => resultMessage({ ...envelope, ...about, reports: [report] });
}

/** The report with those of its observations that the vendor has, in their order. */
function reportWith(report: FhirJson, { related }: PointedAt): TestReport {
  const results = listOf(report.result).map((one) => String(Object(one).reference));
  const isOf = (reference: string) => (one: FhirJson) => reference.endsWith(`${one.resourceType}/${one.id}`);
  const observations = results.map((reference) => related.find(isOf(reference)));
  return { report, observations: observations.filter((one) => one !== undefined) };
}

export const diagnosticReports = chartWay("diagnostic_reports", {
  words: { create: "new reports as ORU^R01", update: "changes as ORU^R01", delete: "deletions as ORU^R01" },
  untold: ["conclusionCode"],
  limits: ["Messages do not tell the codes of conclusions."],
  named: (resource) => withOwnNumber(resource, "FILL"),
  create: (report, about) => telling(reportWith(report, about), about),
  update: ({ after }, about) => telling(reportWith(after, about), about),
});

/** Table 0074, of what has a letter of its own there. */
const sections: Readonly<Record<string, string>> = { laboratory: "LAB", imaging: "RAD" };

function sectionsOf({ category }: FhirJson): FhirJson[] {
  const codings = listOf(category).flatMap((one) => listOf(Object(one).coding));
  const codes = codings.flatMap((one) => sections[String(Object(one).code)] ?? []);
  return codes.map((code) => ({ coding: [{ code }] }));
}

/** No result goes without an OBR: that of an observation alone says the same, under the same number. */
function alone(observation: FhirJson): TestReport {
  const { id, identifier, status, code, effectiveDateTime, effectivePeriod, issued } = observation;
  const report = {
    resourceType: "DiagnosticReport",
    ...{ id, identifier, status, code, effectiveDateTime, effectivePeriod, issued },
    category: sectionsOf(observation),
  };
  return { report, observations: [observation] };
}

export const observations = chartWay("observations", {
  words: {
    create: "new observations as ORU^R01",
    update: "changes as ORU^R01",
    delete: "deletions as ORU^R01",
  },
  untold: ["category", "dataAbsentReason"],
  limits: ["Messages tell of no category but laboratory and imaging, and not why a value is missing."],
  named: (resource) => withOwnNumber(resource, "FILL"),
  create: (observation, about) => telling(alone(observation), about),
  update: ({ after }, about) => telling(alone(after), about),
});
