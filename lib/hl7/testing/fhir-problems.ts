/** What is wrong with a resource by the definitions of FHIR R4, as our validator and somebody else's see it. */
import type { Resource } from "@medplum/fhirtypes";
import { indexDefinitions, medplumProblems } from "@/lib/fhir/testing/medplum";
import { validateResource } from "@/lib/fhir/validate";

indexDefinitions();

function isResource(value: object): value is Resource {
  return "resourceType" in value && typeof value.resourceType === "string";
}

export function problemsIn(resource: object): string[] {
  if (!isResource(resource)) return ["is no resource"];
  const errors = validateResource(resource).filter(({ severity }) => severity === "error");
  return [
    ...errors.map(({ expression, diagnostics }) => `${expression}: ${diagnostics}`),
    ...medplumProblems(resource),
  ];
}
