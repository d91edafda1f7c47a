export { type CanonicalOptions, canonicalJson, contentHash } from "./canonical";
export { fhirErrors } from "./errors";
export { lastUpdatedOf } from "./last-updated";
export { observationFromFhir } from "./observation";
export { patientFromFhir } from "./patient";
export { referencedId } from "./reference";
export type {
  FhirJson,
  FhirResource,
  MappedResource,
  RemoteReference,
  RemoteReferences,
  ToFhirOptions,
} from "./resource";
export { fhirResources, resourceOf } from "./resources";
