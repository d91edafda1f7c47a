/** The converters of every entity. */
import { type RecordData, type RecordEntity, schemaOf } from "@/lib/records/schema";
import { appointment } from "./appointment";
import { condition } from "./condition";
import { diagnosticReport } from "./diagnostic-report";
import { documentReference } from "./document-reference";
import { encounter } from "./encounter";
import { medication } from "./medication";
import { medicationRequest } from "./medication-request";
import { observation } from "./observation";
import { patient } from "./patient";
import { practitioner } from "./practitioner";
import type { FhirJson, FhirResource, RemoteReferences } from "./resource";

/** By entity: `fromFhir`, `toFhir`, and `into` a resource as it was read. */
export const fhirResources: { readonly [E in RecordEntity]: FhirResource<RecordData<E>> } = {
  patients: patient,
  practitioners: practitioner,
  observations: observation,
  conditions: condition,
  medications: medication,
  medication_requests: medicationRequest,
  appointments: appointment,
  encounters: encounter,
  diagnostic_reports: diagnosticReport,
  documents: documentReference,
};

/**
 * A record as a resource: laid into `resource` as it was read, else a new one. Throws a ZodError when `data` does not
 * follow the entity's schema, `mapping_failed` when `resource` does not follow FHIR.
 */
export function resourceOf<E extends RecordEntity>(
  entity: E,
  data: unknown,
  references: RemoteReferences,
  resource?: FhirJson,
): FhirJson {
  const { toFhir, into } = fhirResources[entity];
  const record = schemaOf[entity].parse(data);
  return resource ? into(resource, record, references) : toFhir(record, { references });
}
