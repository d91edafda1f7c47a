export { canonicalJson, contentHash } from "./canonical";
export { lastUpdatedOf } from "./last-updated";
export { observationFromFhir } from "./observation";
export { patientFromFhir } from "./patient";
export type { FhirJson } from "./resource";
export { fhirResources, resourceOf } from "./resources";
export type {
  FhirAddress,
  FhirCodeableConcept,
  FhirCoding,
  FhirContactPoint,
  FhirHumanName,
  FhirIdentifier,
  FhirPatient,
  FhirPeriod,
} from "./types";
export { type Issue, operationOutcome, validateResource } from "./validate";
