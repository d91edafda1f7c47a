/** What the connectors of all FHIR R4 servers share. */

export { alikeInChart, alikePerson } from "./alike";
export { type Capability, readCapability } from "./capability";
export { addChart, type ChartReader } from "./charts";
export { fhirServerErrors } from "./errors";
export { PageDraft, readState, searchItems, type TypedEntity } from "./items";
export { abandonExport, type Population, pullPopulation } from "./population";
export { accessNeeds, type FhirOffer, type FhirVendor, fhirPort, type Patch, typesOf } from "./ports";
export type { Refusal } from "./refusal";
export { searchPages, searchQuery } from "./search";
export { checkJson, type FhirServer, type FhirServerOptions, openFhirServer } from "./server";
export type { TypeSearch } from "./type-searches";
