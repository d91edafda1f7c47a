/** Shapes of conflicts as clients and screens meet them. Safe to import in the browser. */
import { z } from "zod";

export const severities = ["LOW", "MEDIUM", "HIGH"] as const;
export const severitySchema = z.enum(severities);
export type Severity = z.infer<typeof severitySchema>;

/** The source is the vendor when pulling and in both directions, Carelane when pushing. */
export const policySchema = z.enum(["source_wins", "dest_wins", "newest_wins", "merge", "manual"]);
export type Policy = z.infer<typeof policySchema>;

/** USE_LOCAL is Carelane's value and USE_REMOTE the vendor's, whatever the direction; IGNORE leaves both as they are. */
export const strategySchema = z.enum(["USE_LOCAL", "USE_REMOTE", "MERGE", "MANUAL", "IGNORE"]);
export type Strategy = z.infer<typeof strategySchema>;

const time = z.iso.datetime({ offset: true });

export const conflictFieldSchema = z.object({
  path: z.string(),
  label: z.string(),
  base: z.unknown(),
  local: z.unknown(),
  remote: z.unknown(),
  localChangedAt: time.nullable(),
  remoteChangedAt: time.nullable().meta({ description: "Null where the vendor gives no time" }),
  severity: severitySchema,
  flips: z
    .boolean()
    .meta({ description: "Systems keep changing it back and forth: only a person ends that" }),
  suggestion: z.enum(["USE_LOCAL", "USE_REMOTE", "MERGE"]).nullable(),
  merged: z.unknown().optional().meta({ description: "Present where MERGE is possible" }),
});
export type ConflictField = z.infer<typeof conflictFieldSchema>;

/** PRECONDITION: the vendor refused a write because its record had moved. */
export const conflictKindSchema = z.enum(["FIELD", "DELETED_LOCALLY", "DELETED_REMOTELY", "PRECONDITION"]);
export type ConflictKind = z.infer<typeof conflictKindSchema>;

export const conflictStatusSchema = z.enum(["OPEN", "RESOLVED", "IGNORED"]);

export const conflictSchema = z
  .object({
    id: z.string(),
    status: conflictStatusSchema,
    severity: severitySchema,
    kind: conflictKindSchema,
    entity: z.string(),
    recordId: z.string(),
    label: z.string(),
    integrationId: z.string(),
    ehrProvider: z.string(),
    jobId: z.string().nullable(),
    direction: z.enum(["INBOUND", "OUTBOUND", "BIDIRECTIONAL"]),
    fields: z.array(conflictFieldSchema),
    detectedVersion: z.string().meta({ description: "Names both sides as shown; send it back to resolve" }),
    detectedAt: time,
    resolvedAt: time.nullable(),
    resolvedBy: z.object({ kind: z.string(), id: z.string(), name: z.string() }).nullable(),
    strategy: strategySchema.nullable(),
    decisions: z.record(z.string(), strategySchema).nullable(),
    reason: z.string().nullable(),
    pushJobId: z.string().nullable(),
  })
  .meta({ id: "Conflict" });
export type Conflict = z.infer<typeof conflictSchema>;

const filters = {
  severity: severitySchema.optional(),
  entity: z.string().max(100).optional(),
  integrationId: z.guid().optional(),
  recordId: z.guid().optional(),
  jobId: z.guid().optional().meta({ description: "The job that last pulled the vendor's side" }),
} as const;

export const conflictQuerySchema = z.object({ status: conflictStatusSchema.optional(), ...filters });
export type ConflictQuery = z.infer<typeof conflictQuerySchema>;

const reason = z.string().trim().min(1).max(500);
const decision = z.object({ strategy: strategySchema, value: z.json().optional() });

export const resolutionSchema = decision
  .extend({
    reason: reason.optional().meta({ description: "Required for a conflict of severity HIGH" }),
    fields: z
      .record(z.string(), decision)
      .default({})
      .meta({ description: "Decisions that differ, by path" }),
    detectedVersion: z.string().max(100).optional(),
  })
  .meta({ id: "ConflictResolution" });
export type Resolution = z.output<typeof resolutionSchema>;

export const bulkResolutionSchema = z
  .object({
    ids: z.array(z.guid()).min(1).max(500).optional(),
    filter: z.object(filters).optional().meta({ description: "The newest 500 open ones that match" }),
    strategy: strategySchema.exclude(["MANUAL"]),
    reason,
  })
  .refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), {
    error: "send either ids or filter",
    path: ["ids"],
  })
  .meta({ id: "ConflictBulkResolution" });
export type BulkResolution = z.output<typeof bulkResolutionSchema>;

export const bulkOutcomeSchema = z.object({
  data: z.array(
    z.object({ id: z.string(), status: conflictStatusSchema.nullable(), code: z.string().optional() }),
  ),
});
export type BulkOutcome = z.infer<typeof bulkOutcomeSchema>;

export const undoSchema = z.object({ reason });
