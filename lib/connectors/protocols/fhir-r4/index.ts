/** What the connectors of all FHIR R4 servers share. */

export { addChart, type ChartReader } from "./charts";
export { fhirServerErrors } from "./errors";
export { createResource, updateResource } from "./interactions";
export { PageDraft, readState, remoteItem, type TypedEntity } from "./items";
export { abandonExport, type Population, pullPopulation } from "./population";
export type { Refusal, RefusalIssue } from "./refusal";
export type { ResourceText } from "./resource";
export { searchPages, searchQuery } from "./search";
export { type FhirServer, openFhirServer } from "./server";
