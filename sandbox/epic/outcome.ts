/** Epic's OperationOutcomes: its own numbers beside FHIR's issue codes. */
import type { JsonObject } from "@/sandbox/fhir/exact-json";
import { fhirReply } from "@/sandbox/fhir/fhir-reply";
import { Refusal } from "@/sandbox/fhir/refusal";
import type { Reply } from "@/sandbox/framework/reply";

const system = "urn:oid:1.2.840.114350.1.13.0.1.7.2.657369";

/** Severity, FHIR issue code and words of each number, from the registry Epic publishes with its specifications. */
const codes = {
  4100: ["fatal", "not-found", "The resource request contained an invalid parameter."],
  4101: ["warning", "processing", "Resource request returns no results."],
  4102: ["fatal", "not-found", "The read resource request contained an invalid ID."],
  4103: ["fatal", "deleted", "The resource requested has been deleted."],
  4107: ["fatal", "processing", "The read resource request has been merged."],
  4110: ["fatal", "required", "No parameters are provided in the search request."],
  4111: ["fatal", "required", "Required search parameter missing from request."],
  4112: ["fatal", "invalid", "The resource request contained an invalid combination of parameters."],
  4113: ["fatal", "expired", "Session ID for cached search results has expired."],
  4115: ["fatal", "value", "Required search parameter has an invalid value."],
  4118: ["fatal", "forbidden", "User not authorized for request."],
  4122: ["warning", "not-supported", "An unknown query parameter was supplied by the client."],
  4127: ["fatal", "too-costly", "Additional data may exist."],
  59100: ["information", "invalid", "Content invalid against the specification or a profile."],
  59105: ["fatal", "structure", "A structural issue in the content."],
  59108: ["fatal", "required", "Required element missing."],
  59111: ["fatal", "value", "Required element invalid."],
  59133: ["information", "processing", "Processing issues."],
  59141: ["fatal", "duplicate", "An attempt was made to create a duplicate record."],
  59144: ["fatal", "not-found", "The reference provided was not found."],
  59159: [
    "fatal",
    "business-rule",
    "The content/operation failed to pass a business rule, and so could not proceed.",
  ],
  59177: ["fatal", "exception", "An unexpected internal error has occurred."],
  59188: ["fatal", "processing", "Failed to find one vital-signs flowsheet row by given codes."],
} as const;

type EpicCode = keyof typeof codes;

/** One finding: its number, and what exactly was found. */
export interface Issue {
  code: EpicCode;
  diagnostics?: string;
}

/** Thrown by a rule of Epic's that the request breaks. */
export class EpicRefusal extends Refusal {
  override name = "EpicRefusal";

  constructor(status: number, ...issues: Issue[]) {
    super(outcomeReply(status, ...issues));
  }
}

export function outcome(...issues: Issue[]): JsonObject {
  return {
    resourceType: "OperationOutcome",
    issue: issues.map(({ code, diagnostics }) => {
      const [severity, type, display] = codes[code];
      const details = { coding: [{ system, code: String(code), display }], text: display };
      return { severity, code: type, details, diagnostics };
    }),
  };
}

export function outcomeReply(status: number, ...issues: Issue[]): Reply {
  return fhirReply(status, outcome(...issues));
}
