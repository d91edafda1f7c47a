export { canonicalJson, contentHash } from "./canonical";
export { lastUpdatedOf } from "./last-updated";
export { observationFromFhir } from "./observation";
export { parseResource } from "./parse";
export { patientFromFhir } from "./patient";
export type { FhirJson } from "./resource";
export { fhirResources, resourceOf } from "./resources";
export type {
  FhirAddress,
  FhirAttachment,
  FhirCodeableConcept,
  FhirCoding,
  FhirContactPoint,
  FhirHumanName,
  FhirIdentifier,
  FhirMeasurement,
  FhirPatient,
  FhirPeriod,
  FhirQuantity,
  FhirReference,
} from "./types";
export * as fhirTypes from "./types";
