/**
 * Epic's error codes in words that tell what to do (OperationOutcome.issue.details.coding; open.epic.com, «Error
 * codes»). What its texts say is not passed on: they may quote a patient's data.
 */
import { type CarelaneError, defineErrors, type ErrorDetails, hasCode } from "@/lib/platform/errors";
import { fhirServerErrors, type Refusal } from "../protocols/fhir-r4";

const epicErrors = defineErrors("epic", {
  epic_request_invalid: {
    status: 422,
    owner: "carelane",
    kind: "invalid",
    title: "Epic does not understand the request",
  },
  epic_element_missing: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "Epic needs something that is missing",
  },
  epic_not_authorized: {
    status: 502,
    owner: "tenant",
    kind: "fatal",
    title: "Epic's background user may not do this",
  },
  epic_break_the_glass: {
    status: 422,
    owner: "tenant",
    kind: "invalid",
    title: "Epic protects this chart with break-the-glass",
  },
  epic_document_cap: {
    status: 503,
    owner: "vendor",
    kind: "rate_limited",
    title: "Epic gives no more documents today",
  },
  epic_duplicate: {
    status: 409,
    owner: "vendor",
    kind: "invalid",
    title: "Epic has this record already",
  },
  epic_reference_missing: {
    status: 422,
    owner: "vendor",
    kind: "invalid",
    title: "Epic does not know a record that this one refers to",
  },
  epic_too_many_matches: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "More than 100 patients of Epic match",
  },
  epic_business_rule: {
    status: 422,
    owner: "vendor",
    kind: "invalid",
    title: "A rule of this Epic site forbids it",
  },
  epic_internal: {
    status: 502,
    owner: "vendor",
    kind: "retryable",
    title: "Epic had an internal error",
  },
  epic_flowsheet_missing: {
    status: 422,
    owner: "tenant",
    kind: "invalid",
    title: "This Epic site has no flowsheet row for the observation",
  },
});

const codeSystem = "urn:oid:1.2.840.114350.1.13.0.1.7.2.657369";
const dayMs = 24 * 3_600_000;

type Explain = (details: ErrorDetails) => CarelaneError;

function explained(codes: readonly string[], make: Explain, words: ErrorDetails): [string, Explain][] {
  return codes.map((code) => [code, (details) => make({ ...details, ...words })]);
}

const byCode = new Map<string, Explain>([
  ...explained(["4100", "4112", "4115", "59109", "59111"], epicErrors.epic_request_invalid, {
    detail: "A parameter or value is not of the kind it expects.",
  }),
  ...explained(["4111", "59108"], epicErrors.epic_element_missing, {
    detail: "Fill in what this Epic site demands and send it again.",
  }),
  ...explained(["4102"], fhirServerErrors.resource_not_found, {}),
  ...explained(["4103"], fhirServerErrors.resource_deleted, {}),
  ...explained(["4113"], fhirServerErrors.page_session_expired, {}),
  ...explained(["4118"], epicErrors.epic_not_authorized, {
    detail: "Ask the Epic administrator to give the mapped background user this right.",
  }),
  ...explained(["4127", "59133"], epicErrors.epic_too_many_matches, {
    detail: "Add a birth date or an identifier.",
  }),
  ...explained(["4130", "4131", "4134"], epicErrors.epic_break_the_glass, {
    detail: "Open the chart in Epic itself; Carelane does not ask for it again.",
  }),
  ...explained(["4135"], epicErrors.epic_document_cap, {
    detail: "It goes on tomorrow by itself.",
    retryAfterMs: dayMs,
  }),
  ...explained(["59141"], epicErrors.epic_duplicate, {
    detail: "Find it by its details and link it instead of creating it.",
  }),
  ...explained(["59144"], epicErrors.epic_reference_missing, {
    detail: "Send the record it refers to first.",
  }),
  ...explained(["59159"], epicErrors.epic_business_rule, {
    detail: "Ask the Epic administrator which rule applies.",
  }),
  ...explained(["59177"], epicErrors.epic_internal, {
    detail: "Carelane tries again by itself.",
  }),
  ...explained(["59187", "59188", "59189"], epicErrors.epic_flowsheet_missing, {
    detail: "Ask the Epic administrator to map the observation's code to a flowsheet row.",
  }),
]);

/** The typed error of Epic's own codes; undefined when the refusal has none that is known. */
export function explainRefusal(refusal: Refusal): CarelaneError | undefined {
  const failing = refusal.issues.filter(({ severity }) => severity === "fatal" || severity === "error");
  for (const { system, code = "" } of failing.flatMap((issue) => issue.details)) {
    const explain = system === codeSystem ? byCode.get(code) : undefined;
    if (explain) return explain({ internal: { status: refusal.status, code } });
  }
  return undefined;
}

/** Epic's refusal of an export within a day of the last one, for the same client and group. */
export function isExportTooSoon(error: unknown): boolean {
  const soonMs = 15 * 60_000;
  return hasCode(error, "vendor_rate_limited") && (error.retryAfterMs ?? dayMs) > soonMs;
}
