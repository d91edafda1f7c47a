/** The converters of every entity but patients, whose short fields make them a case of their own. */
import { appointment } from "./appointment";
import { condition } from "./condition";
import { diagnosticReport } from "./diagnostic-report";
import { documentReference } from "./document-reference";
import { encounter } from "./encounter";
import { medication } from "./medication";
import { medicationRequest } from "./medication-request";
import { observation } from "./observation";
import { practitioner } from "./practitioner";

/** By entity: `fromFhir`, `toFhir`, and `into` a resource as it was read. */
export const fhirResources = {
  practitioners: practitioner,
  observations: observation,
  conditions: condition,
  medications: medication,
  medication_requests: medicationRequest,
  appointments: appointment,
  encounters: encounter,
  diagnostic_reports: diagnosticReport,
  documents: documentReference,
} as const;
