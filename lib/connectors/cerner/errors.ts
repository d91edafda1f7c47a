/**
 * Oracle Health's refusals in words that tell what to do, by status and by the issue types of its OperationOutcome. What
 * its texts say is not passed on: they may quote a patient's data.
 */
import { type CarelaneError, defineErrors, type ErrorDetails } from "@/lib/platform/errors";
import type { Refusal } from "../protocols/fhir-r4";

export const cernerErrors = defineErrors("cerner", {
  cerner_element_missing: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "Oracle Health needs something that is missing",
  },
  cerner_not_authorized: {
    status: 502,
    owner: "tenant",
    kind: "fatal",
    title: "Oracle Health's system account may not do this",
  },
  cerner_business_rule: {
    status: 422,
    owner: "vendor",
    kind: "invalid",
    title: "A rule of Oracle Health forbids it",
  },
  cerner_too_many_matches: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "More than 1,000 patients of Oracle Health match",
  },
  cerner_record_locked: {
    status: 503,
    owner: "vendor",
    kind: "retryable",
    title: "Somebody is editing this record in Oracle Health",
  },
  cerner_step_failed: {
    status: 502,
    owner: "vendor",
    kind: "ambiguous",
    title: "Oracle Health did only a part of what was asked",
  },
});

type Explain = (details: ErrorDetails) => CarelaneError;

const saying =
  (make: Explain, detail: string): Explain =>
  (details) =>
    make({ ...details, detail });

/** By status, and where a status means several things by the issue type. */
const byAnswer = new Map<string, Explain>([
  ["400 required", saying(cernerErrors.cerner_element_missing, "Fill in what it demands and send it again.")],
  [
    "403",
    saying(
      cernerErrors.cerner_not_authorized,
      "Ask the site to let the system account into its tenant and to grant what is switched on here.",
    ),
  ],
  ["422 too-costly", saying(cernerErrors.cerner_too_many_matches, "Add a birth date or an identifier.")],
  [
    "422 business-rule",
    saying(cernerErrors.cerner_business_rule, "Ask the site's administrator which rule applies."),
  ],
  ["423", saying(cernerErrors.cerner_record_locked, "Carelane tries again by itself.")],
  ["424", saying(cernerErrors.cerner_step_failed, "Carelane looks what became of it before it tries again.")],
]);

/** The typed error of a refusal; undefined leaves it to the general reading. */
export function explainRefusal({ status, issues }: Refusal): CarelaneError | undefined {
  const answers = [...issues.map(({ code }) => `${status} ${code}`), `${status}`];
  const explain = answers.flatMap((answer) => byAnswer.get(answer) ?? [])[0];
  return explain?.({ internal: { status } });
}
