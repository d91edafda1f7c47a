/** The converters of every entity whose resource is read by its declaration. */
import { appointment } from "./appointment";
import { condition } from "./condition";
import { diagnosticReport } from "./diagnostic-report";
import { documentReference } from "./document-reference";
import { encounter } from "./encounter";
import { medication } from "./medication";
import { medicationRequest } from "./medication-request";
import { practitioner } from "./practitioner";

/** By entity: `fromFhir`, `toFhir`, and `into` a resource as it was read. */
export const fhirResources = {
  practitioners: practitioner,
  conditions: condition,
  medications: medication,
  medication_requests: medicationRequest,
  appointments: appointment,
  encounters: encounter,
  diagnostic_reports: diagnosticReport,
  documents: documentReference,
} as const;
