import { fhirErrors } from "../errors";
import type { FhirJson } from "../resource";
import { type Issue, operationOutcome } from "./issue";
import { validateResource } from "./validate-resource";

function isOfType(resource: unknown, resourceType: string): resource is FhirJson {
  return (
    typeof resource === "object" &&
    resource !== null &&
    Reflect.get(resource, "resourceType") === resourceType
  );
}

function otherType(resourceType: string): Issue {
  const diagnostics = `It must be a resource with resourceType ${resourceType}.`;
  return { severity: "error", code: "structure", expression: resourceType, diagnostics };
}

function invalid(issues: readonly Issue[]): Error {
  const errors = issues
    .filter(({ severity }) => severity === "error")
    .map(({ expression, diagnostics }) => ({ path: expression, message: diagnostics }));
  return fhirErrors.fhir_resource_invalid({
    detail: "Correct the elements named in outcome and send it again.",
    errors,
    members: { outcome: operationOutcome(issues) },
  });
}

/**
 * `resource` as one of `resourceType` without errors. Throws `fhir_resource_invalid`, whose problem document has an
 * OperationOutcome under `outcome`.
 */
export function requireValid(resource: unknown, resourceType: string): FhirJson {
  if (!isOfType(resource, resourceType)) throw invalid([otherType(resourceType)]);
  const issues = validateResource(resource);
  if (issues.some(({ severity }) => severity === "error")) throw invalid(issues);
  return resource;
}
