/** What the connectors of vendors with FHIR R4 and SMART Backend Services do alike, from one declaration of each. */
export { type FhirConnection, openFhirConnection, type SmartVendor } from "./connection";
export { testFhirConnection } from "./connection-test";
export { type Demographics, usualPatientQuery } from "./find-patient";
export { type FhirReading, pullFhir } from "./pull";
export { type ReadOnlyVendor, readOnlyConnector } from "./read-only";
export { groupField, signInFields, tokenFields } from "./settings";
