/** What is refused, and what is worth saying, as OperationOutcome (https://hl7.org/fhir/R4/operationoutcome.html). */
import { z } from "zod";
import type { FhirJson } from "@/lib/fhir";
import { asCarelaneError, type ProblemContext, problemHeaders } from "@/lib/http/problem";
import type { CarelaneError } from "@/lib/platform/errors";
import { createLogger } from "@/lib/platform/logger";

const log = createLogger("fhir");

type Severity = "error" | "warning" | "information";

export interface OutcomeIssue {
  readonly severity: Severity;
  /** Of http://hl7.org/fhir/issue-type. */
  readonly code: string;
  readonly diagnostics?: string;
  /** Where, as FHIRPath: `Patient.name[0].given`. */
  readonly expression?: readonly string[];
}

export function operationOutcome(issues: readonly OutcomeIssue[]): FhirJson {
  return { resourceType: "OperationOutcome", issue: issues };
}

const codeByStatus: Readonly<Record<number, string>> = {
  400: "invalid",
  401: "login",
  403: "forbidden",
  404: "not-found",
  405: "not-supported",
  406: "not-supported",
  409: "conflict",
  410: "deleted",
  412: "conflict",
  413: "too-long",
  415: "not-supported",
  422: "processing",
  428: "required",
  429: "throttled",
  503: "transient",
  504: "timeout",
};

const codeByError: Readonly<Record<string, string>> = {
  many_matches: "multiple-matches",
  parameter_unsupported: "not-supported",
  search_too_broad: "too-costly",
  body_malformed: "structure",
  mapping_failed: "structure",
};

const toldSchema = z.object({
  issue: z.array(
    z.object({
      severity: z.enum(["error", "warning", "information"]),
      code: z.string(),
      diagnostics: z.string().optional(),
      expression: z.array(z.string()).optional(),
    }),
  ),
});

/** The issues that an error brings along, as a validator found them. */
export function issuesIn({ members }: CarelaneError): OutcomeIssue[] | undefined {
  return toldSchema.safeParse(members?.outcome).data?.issue;
}

/** The error as issues. A 500 tells nothing of its cause. */
export function issuesOf(error: CarelaneError): OutcomeIssue[] {
  const told = issuesIn(error);
  if (told) return told;
  const code = codeByError[error.code] ?? codeByStatus[error.status] ?? "exception";
  const { errors = [] } = error;
  if (errors.length > 0 && error.status < 500) {
    return errors.map(({ path, message }) => ({
      severity: "error",
      code,
      diagnostics: `${error.title}: ${message}`,
      expression: path ? [path] : undefined,
    }));
  }
  const detail = error.status === 500 ? undefined : error.detail;
  return [{ severity: "error", code, diagnostics: detail ? `${error.title}. ${detail}` : error.title }];
}

/** The same as an outcome. */
export function outcomeOf(error: CarelaneError): FhirJson {
  return operationOutcome(issuesOf(error));
}

/** Answers `error` as an outcome; what failed here is logged. */
export function outcomeResponse(error: unknown, { requestId }: Pick<ProblemContext, "requestId">): Response {
  const known = asCarelaneError(error);
  if (known.status >= 500) log.error("A FHIR request failed", { error, status: known.status, requestId });
  return new Response(JSON.stringify(outcomeOf(known)), {
    status: known.status,
    headers: { ...problemHeaders(known), "content-type": "application/fhir+json; charset=utf-8" },
  });
}
