/** Shapes of synchronisation as clients and screens meet them. Safe to import in the browser. */
import { z } from "zod";
import { entity, syncDirection } from "@/lib/integrations/schema";
import { remapType } from "./remap/schema";

export * from "./matching/schema";
export * from "./pull/schema";
export * from "./remap/schema";

export const jobTypes = [
  "FULL_SYNC",
  "PATIENT_SYNC",
  "PRACTITIONER_SYNC",
  "OBSERVATION_SYNC",
  "CONDITION_SYNC",
  "MEDICATION_SYNC",
  "MEDICATION_REQUEST_SYNC",
  "APPOINTMENT_SYNC",
  "ENCOUNTER_SYNC",
  "DIAGNOSTIC_REPORT_SYNC",
  "DOCUMENT_SYNC",
] as const;
const jobTypeSchema = z.enum(jobTypes);
export type JobType = z.infer<typeof jobTypeSchema>;

export const directionSchema = z.enum(["INBOUND", "OUTBOUND", "BIDIRECTIONAL"]);
const modeSchema = z.enum(["FULL", "INCREMENTAL"]);
const prioritySchema = z.enum(["LOW", "NORMAL", "HIGH", "URGENT"]);
export const jobStatuses = [
  "QUEUED",
  "RUNNING",
  "PAUSED",
  "NEEDS_APPROVAL",
  "COMPLETED",
  "FAILED",
  "CANCELLED",
] as const;
export const jobStatusSchema = z.enum(jobStatuses);
export type JobStatus = z.infer<typeof jobStatusSchema>;
const triggerSchema = z.enum(["manual", "schedule", "webhook", "api", "retry", "conflict"]);

const patientSearchSchema = z.object({
  family: z.string().min(1).optional(),
  given: z.string().min(1).optional(),
  birthDate: z.string().min(4).optional(),
  identifier: z.string().min(1).optional(),
  gender: z.string().optional(),
  phone: z.string().optional(),
  email: z.string().optional(),
});

export const syncJobRequestSchema = z
  .object({
    type: jobTypeSchema,
    ehrConnectionId: z.string().min(1).meta({ description: "Id of the integration" }),
    ehrProvider: z.string().optional(),
    direction: directionSchema.optional(),
    mode: modeSchema.optional(),
    priority: prioritySchema.default("NORMAL"),
    patientId: z.string().optional().meta({ description: "Our record's id: only this patient" }),
    remotePatientId: z.string().optional().meta({ description: "The vendor's id: only this patient" }),
    search: patientSearchSchema.optional(),
  })
  .meta({ id: "SyncJobRequest" });
export type SyncJobRequest = z.output<typeof syncJobRequestSchema>;

export const integrationSyncRequestSchema = z
  .object({
    entity: entity.optional().meta({ description: "Left out: all that the integration synchronises" }),
    mode: modeSchema.optional(),
    direction: z.union([directionSchema, syncDirection]).optional(),
    priority: prioritySchema.default("NORMAL"),
  })
  .meta({ id: "IntegrationSyncRequest" });
export type IntegrationSyncRequest = z.output<typeof integrationSyncRequestSchema>;

const whole = z.number().int().nonnegative();

export const countsSchema = z.object({
  added: whole,
  changed: whole,
  deleted: whole,
  unchanged: whole,
  conflicted: whole,
  failed: whole,
  skipped: whole,
});
export type Counts = z.infer<typeof countsSchema>;

export const progressSchema = z.object({
  entity: z.string().nullable(),
  processed: whole,
  total: whole.nullable(),
  perSecond: z.number().nonnegative(),
  secondsLeft: whole.nullable(),
});

const time = z.iso.datetime({ offset: true });

const jobErrorSchema = z.object({
  code: z.string(),
  title: z.string(),
  detail: z.string().nullable(),
  owner: z.enum(["caller", "tenant", "vendor", "carelane"]),
});

export const syncJobSchema = z
  .object({
    id: z.string(),
    type: z.string(),
    direction: directionSchema,
    mode: modeSchema,
    priority: prioritySchema,
    status: jobStatusSchema,
    trigger: triggerSchema,
    ehrProvider: z.string(),
    ehrConnectionId: z.string(),
    integrationName: z.string(),
    entities: z.array(z.string()),
    patientId: z.string().nullable(),
    requestedBy: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
    createdAt: time,
    startedAt: time.nullable(),
    finishedAt: time.nullable(),
    nextAttemptAt: time.nullable(),
    slowedBy: z.enum(["rate_limit", "vendor"]).nullable(),
    progress: progressSchema,
    counts: countsSchema,
    durationMs: whole.nullable(),
    error: jobErrorSchema.nullable(),
    approval: z.object({ deletions: whole, share: z.number() }).nullable(),
    retryOf: z.string().nullable(),
    retriedBy: z.string().nullable().meta({ description: "The newest job that took up what this one left" }),
    stopping: z
      .enum(["pause", "cancel"])
      .nullable()
      .meta({ description: "What a person asked for; it takes effect at the end of the page at work" }),
  })
  .meta({ id: "SyncJob" });
export type SyncJob = z.infer<typeof syncJobSchema>;

/** Of a list of jobs as CSV. */
export const syncJobColumns = [
  "id",
  "status",
  "ehrProvider",
  "integrationName",
  "type",
  "direction",
  "mode",
  "createdAt",
  "finishedAt",
  "durationMs",
  "counts.added",
  "counts.changed",
  "counts.deleted",
  "counts.unchanged",
  "counts.conflicted",
  "counts.failed",
  "counts.skipped",
] as const;

const syncStepSchema = z.object({
  n: whole,
  entity: z.string(),
  counts: countsSchema,
  fetchMs: whole,
  mapMs: whole,
  writeMs: whole,
  at: time,
});

const syncJobEventSchema = z.object({ at: time, severity: z.string(), message: z.string() });

export const syncJobDetailSchema = syncJobSchema.extend({
  steps: z.array(syncStepSchema),
  events: z.array(syncJobEventSchema),
});
export type SyncJobDetail = z.infer<typeof syncJobDetailSchema>;

export const syncJobQuerySchema = z.object({
  status: jobStatusSchema.optional(),
  type: z.enum([...jobTypes, remapType]).optional(),
  direction: directionSchema.optional(),
  ehrProvider: z.string().optional(),
  ehrConnectionId: z.string().optional(),
  from: time.optional(),
  to: time.optional(),
});
export type SyncJobQuery = z.infer<typeof syncJobQuerySchema>;

export const integrationStatsSchema = z
  .object({
    jobs: z.object({ total: whole, completed: whole, failed: whole }),
    recordsSynced: whole.meta({ description: "A record counts each time it was compared" }),
    errorRate: z.number().meta({ description: "Percent of the records that were refused" }),
    averageDurationMs: whole.nullable(),
    lastSyncAt: time.nullable(),
    byEntity: z.array(
      z.object({
        entity: z.string(),
        records: whole.meta({ description: "Linked now" }),
        conflicts: whole.meta({ description: "Open now" }),
      }),
    ),
  })
  .meta({ id: "IntegrationStats" });
export type IntegrationStats = z.infer<typeof integrationStatsSchema>;

export const syncErrorSchema = z
  .object({
    id: z.string(),
    entity: z.string(),
    remoteId: z.string().nullable(),
    recordId: z.string().nullable(),
    stage: z.enum(["fetch", "parse", "validate", "map", "match", "write", "push"]),
    code: z.string(),
    title: z.string(),
    detail: z.string().nullable(),
    owner: z.enum(["caller", "tenant", "vendor", "carelane"]),
    retryable: z.boolean(),
    at: time,
  })
  .meta({ id: "SyncError" });
export type SyncError = z.infer<typeof syncErrorSchema>;

export const approvalSchema = z.object({ deletions: z.boolean() });

const queueSchema = z.object({
  waiting: whole,
  active: whole,
  completed: whole,
  failed: whole,
  delayed: whole,
  concurrency: whole,
});

export const statisticsQuerySchema = z.object({
  from: time.optional(),
  to: time.optional(),
  interval: z.enum(["minute", "hour", "day"]).default("hour"),
});

export const statisticsSchema = z
  .object({
    queues: z.object({
      sync: queueSchema,
      webhooks: queueSchema,
      conflicts: queueSchema,
      transformations: queueSchema,
    }),
    jobs: z.object({
      total: whole,
      queued: whole,
      running: whole,
      completed: whole,
      failed: whole,
      cancelled: whole,
      refused: whole.meta({ description: "Completed, but with records that were refused" }),
    }),
    recordsSynced: whole,
    conflictsOpen: whole,
    matchesOpen: whole.meta({ description: "Pulled patients of whom a person must say who they are" }),
    averageDurationMs: whole.nullable(),
    byProvider: z.array(
      z.object({
        ehrProvider: z.string(),
        jobs: whole,
        recordsSynced: whole,
        failed: whole,
        averageDurationMs: whole.nullable(),
      }),
    ),
    overTime: z.array(
      z.object({
        at: time,
        jobs: whole,
        recordsSynced: whole,
        failed: whole,
        added: whole,
        changed: whole,
        unchanged: whole,
        deleted: whole,
        conflicted: whole,
      }),
    ),
  })
  .meta({ id: "SyncStatistics" });
export type SyncStatistics = z.infer<typeof statisticsSchema>;
