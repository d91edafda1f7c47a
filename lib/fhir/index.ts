export { type CanonicalOptions, canonicalJson, contentHash } from "./canonical";
export { fhirErrors } from "./errors";
export { lastUpdatedOf } from "./last-updated";
export { type MappedObservation, observationFromFhir } from "./observation";
export { type PatientToFhirOptions, patientFromFhir, patientToFhir } from "./patient";
export { referencedId } from "./reference";
