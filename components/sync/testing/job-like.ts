import type { SyncJob } from "@/lib/sync/schema";

const counts = { added: 0, changed: 0, deleted: 0, unchanged: 0, conflicted: 0, failed: 0, skipped: 0 };

/** A job of Lakeside's Epic with the given facts, for tests. */
export function jobLike(facts: Partial<SyncJob>): SyncJob {
  return {
    id: "job",
    type: "PATIENT_SYNC",
    direction: "INBOUND",
    mode: "INCREMENTAL",
    priority: "NORMAL",
    status: "QUEUED",
    trigger: "manual",
    ehrProvider: "epic",
    ehrConnectionId: "lakeside",
    integrationName: "Lakeside Medical",
    entities: ["patients"],
    patientId: null,
    requestedBy: { kind: "user", id: "mara", name: "Mara Lindqvist" },
    createdAt: "2026-11-17T15:40:00.000Z",
    startedAt: null,
    finishedAt: null,
    nextAttemptAt: null,
    slowedBy: null,
    progress: { entity: null, processed: 0, total: null, perSecond: 0, secondsLeft: null },
    counts,
    durationMs: null,
    error: null,
    approval: null,
    retryOf: null,
    retriedBy: null,
    stopping: null,
    ...facts,
  };
}
