/**
 * A FHIR server's «no», read from whatever it sent: an OperationOutcome, another JSON, a web page or nothing.
 * Only codes are taken out; texts may quote a patient's data and stay where they are.
 */
import { z } from "zod";
import { type OutboundReply, retryAfterMs, statusError } from "@/lib/http/client";
import type { CarelaneError } from "@/lib/platform/errors";
import { fhirServerErrors } from "./errors";

const coding = z.looseObject({ system: z.string().optional(), code: z.string().optional() });

const operationOutcome = z.looseObject({
  resourceType: z.literal("OperationOutcome"),
  issue: z.array(
    z.looseObject({
      severity: z.string().optional(),
      code: z.string().optional(),
      details: z.looseObject({ coding: z.array(coding).optional() }).optional(),
    }),
  ),
});

export interface RefusalIssue {
  readonly severity: string;
  /** FHIR's issue type. */
  readonly code: string;
  /** The server's own codes. */
  readonly details: readonly { readonly system?: string; readonly code?: string }[];
}

export interface Refusal {
  readonly status: number;
  /** Empty when the answer was no OperationOutcome. */
  readonly issues: readonly RefusalIssue[];
  readonly isOutcome: boolean;
  /** Of the answer: some vendors mark every reply of their own. */
  readonly headers: OutboundReply["headers"];
  readonly retryAfterMs?: number;
}

/** The issues of an OperationOutcome; none when `value` is something else. */
export function issuesOf(value: unknown): RefusalIssue[] {
  const parsed = operationOutcome.safeParse(value);
  if (!parsed.success) return [];
  return parsed.data.issue.map((issue) => ({
    severity: issue.severity ?? "error",
    code: issue.code ?? "unknown",
    details: issue.details?.coding ?? [],
  }));
}

/** Reads an answer whose status refuses. */
export function refusalOf(reply: OutboundReply): Refusal {
  let issues: RefusalIssue[] = [];
  try {
    issues = issuesOf(reply.json(z.unknown()));
  } catch {
    // A page of a web server or a plain sentence: the status says what there is to say.
  }
  return {
    status: reply.status,
    issues,
    isOutcome: issues.length > 0,
    headers: reply.headers,
    retryAfterMs: retryAfterMs(reply.headers),
  };
}

/** The typed error of a refusal, where the vendor's own codes said nothing better. */
export function refusalError(refusal: Refusal, reply: OutboundReply, mayHaveActed: boolean): CarelaneError {
  const codes = refusal.issues.map((issue) => issue.code);
  const details = {
    internal: { status: refusal.status },
    detail: `It answered with status ${refusal.status}.`,
  };
  if (codes.includes("expired")) return fhirServerErrors.page_session_expired(details);
  switch (refusal.status) {
    case 403:
      return fhirServerErrors.access_refused(details);
    case 404:
      return refusal.isOutcome
        ? fhirServerErrors.resource_not_found(details)
        : fhirServerErrors.no_fhir_answer(details);
    case 410:
      return fhirServerErrors.resource_deleted(details);
    case 409:
    case 412:
      return fhirServerErrors.version_conflict(details);
    case 400:
    case 413:
    case 422:
      return fhirServerErrors.content_refused(details);
    case 405:
    case 406:
    case 415:
    case 501:
      return fhirServerErrors.not_offered(details);
    default:
      return statusError(reply, mayHaveActed);
  }
}
