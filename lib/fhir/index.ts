export { withAbsentReasons } from "./absent";
export { createFHIRBundle, resourcesOfBundle } from "./bundle";
export { canonicalJson, contentHash } from "./canonical";
export { absentReasonUrl, alternateCodesUrl, birthTimeUrl } from "./extension";
export { createEyeExamObservation } from "./eye-exam";
export { lastUpdatedOf } from "./last-updated";
export { fromFHIRPatient, toFHIRPatient } from "./local-patient";
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
export { type Issue, operationOutcome, requireValid, validateResource } from "./validate";
