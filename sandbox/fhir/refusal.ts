/** Refusals in FHIR's words, for any vendor. */
import { fhirReply } from "@/sandbox/fhir/fhir-reply";
import type { Reply } from "@/sandbox/framework/reply";

/** Thrown by a vendor's rule that a request breaks; `reply` is what the vendor says to it. */
export class Refusal extends Error {
  override name = "Refusal";

  constructor(readonly reply: Reply) {
    super(`Refused with ${reply.status}`);
  }
}

/** To throw where a vendor has no words of its own. */
export function refusalOf(status: number, code: string, text: string): Refusal {
  return new Refusal(outcomeOf(status, code, text));
}

/** How a vendor says no: by FHIR's issue code and words for people, in a form of its own. */
export type Voice = typeof outcomeOf;

/** An OperationOutcome with one issue: FHIR's code and words for people. */
export function outcomeOf(
  status: number,
  code: string,
  text: string,
  headers: Record<string, string> = {},
): Reply {
  const issue = [{ severity: status < 400 ? "warning" : "error", code, details: { text } }];
  return fhirReply(status, { resourceType: "OperationOutcome", issue }, headers);
}
