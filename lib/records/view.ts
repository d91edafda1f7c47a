/** Records as clients see them. Safe to import in the browser. */
import { z } from "zod";

const time = z.iso.datetime({ offset: true });

const recordLinkSchema = z.object({
  id: z.string(),
  integrationId: z.string(),
  integrationName: z.string(),
  connector: z.string(),
  remoteId: z.string(),
  remoteVersion: z.string().nullable(),
  state: z.enum(["linked", "out_of_scope", "deleted", "merged"]),
  isOnlyTold: z.boolean().meta({
    description:
      "The system accepted a message about the record and does not show it, or not yet: it goes by our id there",
  }),
  lastPulledAt: time.nullable(),
  lastPushedAt: time.nullable(),
  canUndo: z.boolean().meta({
    description: "What came by this link can become a record of its own: the record was not made from it",
  }),
});

const recordLabelsSchema = z.record(z.string(), z.string());

export const recordSchema = z
  .object({
    id: z.string(),
    entity: z.string(),
    version: z.number().int(),
    data: z.record(z.string(), z.unknown()),
    /** What the records it points to are called, by id; those you may not see are left out. */
    labels: recordLabelsSchema,
    createdAt: time,
    updatedAt: time,
    deletedAt: time.nullable(),
    openConflicts: z.number().int(),
    links: z.array(recordLinkSchema),
  })
  .meta({ id: "Record" });
export type RecordView = z.infer<typeof recordSchema>;

export const recordLinkDetailSchema = recordLinkSchema.extend({
  /** The vendor's resource as it came; null where none is kept. */
  raw: z.string().nullable(),
  fetchedAt: time.nullable(),
});
export type RecordLinkDetail = z.infer<typeof recordLinkDetailSchema>;

export const recordVersionSchema = z.object({
  version: z.number().int(),
  at: time,
  by: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  jobId: z.string().nullable(),
  reason: z.string().nullable(),
  deleted: z.boolean(),
  changes: z.array(z.object({ path: z.string(), from: z.unknown(), to: z.unknown() })),
  /** What the records that this version and the one before point to are called, by id. */
  labels: recordLabelsSchema,
});
export type RecordVersion = z.infer<typeof recordVersionSchema>;

export const recordQuerySchema = z.looseObject({
  q: z.string().max(200).optional(),
  updatedSince: time.optional(),
  integrationId: z.guid().optional(),
  deleted: z.stringbool().optional(),
  /** Only these, their ids parted by commas. */
  ids: z
    .string()
    .transform((ids) => ids.split(","))
    .pipe(z.array(z.guid()).max(200))
    .optional(),
});
export type RecordQuery = z.infer<typeof recordQuerySchema>;

export const newRecordSchema = z.object({ data: z.record(z.string(), z.unknown()) });

/** A JSON Merge Patch of the record's data: under `data`, or as the body itself. */
export const recordPatchSchema = z.looseObject({
  data: z.record(z.string(), z.unknown()).optional(),
  reason: z.string().max(500).optional(),
});
