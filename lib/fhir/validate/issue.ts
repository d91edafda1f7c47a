/** What is wrong with a resource, in FHIR's words (https://hl7.org/fhir/R4/operationoutcome.html). */
import type { FhirJson } from "../resource";

/** Those of https://hl7.org/fhir/R4/valueset-issue-type.html that validation uses. */
type IssueCode =
  | "structure"
  | "required"
  | "value"
  | "code-invalid"
  | "invariant"
  | "not-supported"
  | "too-long"
  | "exception";

export interface Issue {
  readonly severity: "error" | "warning";
  readonly code: IssueCode;
  /** The element's path as FHIRPath writes it, such as `Patient.contact[0].gender`. */
  readonly expression: string;
  /** What is wrong, without the element's value. */
  readonly diagnostics: string;
}

/** The resource that tells a client of `issues`; without any it says that all is well. */
export function operationOutcome(issues: readonly Issue[]): FhirJson {
  const told = issues.map(({ expression, ...issue }) => ({ ...issue, expression: [expression] }));
  const fine = { severity: "information", code: "informational", diagnostics: "No problem was found." };
  return { resourceType: "OperationOutcome", issue: told.length > 0 ? told : [fine] };
}
