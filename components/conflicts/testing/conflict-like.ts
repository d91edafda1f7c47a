import type { Conflict, ConflictField } from "@/lib/conflicts/schema";

/** A contested birth date with the given facts, for tests. */
export function fieldLike(facts: Partial<ConflictField> = {}): ConflictField {
  return {
    path: "dateOfBirth",
    label: "Date of birth",
    base: "1984-03-07",
    local: "1984-03-17",
    remote: "1984-07-03",
    localChangedAt: "2026-11-16T20:02:00.000Z",
    remoteChangedAt: null,
    severity: "HIGH",
    flips: false,
    suggestion: null,
    ...facts,
  };
}

/** An open conflict of a patient with the given facts, for tests. */
export function conflictLike(facts: Partial<Conflict> = {}): Conflict {
  return {
    id: "conflict",
    status: "OPEN",
    severity: "HIGH",
    kind: "FIELD",
    entity: "patients",
    recordId: "record",
    label: "Okafor, Adaeze",
    integrationId: "riverbend",
    ehrProvider: "cerner",
    jobId: "job",
    direction: "INBOUND",
    fields: [fieldLike()],
    detectedVersion: "14.abc",
    detectedAt: "2026-11-17T15:31:00.000Z",
    resolvedAt: null,
    resolvedBy: null,
    strategy: null,
    decisions: null,
    reason: null,
    pushJobId: null,
    ...facts,
  };
}
