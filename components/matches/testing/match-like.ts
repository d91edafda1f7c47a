import type { Match, PatientSummary } from "@/lib/sync/schema";

/** Camila Lopez with the given facts, for tests. */
export function summaryLike(facts: Partial<PatientSummary> = {}): PatientSummary {
  return {
    name: "Lopez, Camila",
    dateOfBirth: "1987-09-12",
    gender: "female",
    mrn: null,
    phone: null,
    email: null,
    address: null,
    ...facts,
  };
}

/** An open match with one candidate and the given facts, for tests. */
export function matchLike(facts: Partial<Match> = {}): Match {
  return {
    id: "match",
    status: "OPEN",
    integrationId: "riverbend",
    ehrProvider: "epic",
    jobId: "job",
    remote: { id: "eq081", summary: summaryLike() },
    candidates: [{ recordId: "here", score: 0.66, reasons: ["Same name"], summary: summaryLike() }],
    recordId: null,
    detectedAt: "2026-11-17T10:41:00.000Z",
    decidedAt: null,
    decidedBy: null,
    reason: null,
    ...facts,
  };
}
