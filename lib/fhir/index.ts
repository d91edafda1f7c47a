export { type CanonicalOptions, canonicalJson, contentHash } from "./canonical";
export { fhirErrors } from "./errors";
export { lastUpdatedOf } from "./last-updated";
export { observationFromFhir } from "./observation";
export { type PatientToFhirOptions, patientFromFhir, patientIntoFhir, patientToFhir } from "./patient";
export { referencedId } from "./reference";
export type {
  FhirJson,
  FhirResource,
  MappedResource,
  RemoteReference,
  RemoteReferences,
  ToFhirOptions,
} from "./resource";
export { fhirResources } from "./resources";
