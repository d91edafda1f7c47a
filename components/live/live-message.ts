import { z } from "zod";
import { conflictStatusSchema } from "@/lib/conflicts/schema";
import { countsSchema, jobStatusSchema, matchStatusSchema, progressSchema } from "@/lib/sync/schema";

const syncProgress = z.object({
  type: z.literal("SYNC_PROGRESS"),
  channel: z.string(),
  jobId: z.string(),
  status: jobStatusSchema,
  progress: progressSchema,
  counts: countsSchema,
});

const recordChanged = z.object({
  type: z.literal("RECORD_CHANGED"),
  channel: z.string(),
  entity: z.string(),
  recordId: z.string(),
  version: z.number(),
  change: z.enum(["created", "updated", "deleted"]),
});

const conflictChanged = z.object({
  type: z.literal("CONFLICT_CHANGED"),
  channel: z.string(),
  conflictId: z.string(),
  status: conflictStatusSchema,
});

const matchChanged = z.object({
  type: z.literal("MATCH_CHANGED"),
  channel: z.string(),
  matchId: z.string(),
  status: matchStatusSchema,
});

const messagesChanged = z.object({ type: z.literal("MESSAGES_CHANGED"), channel: z.string() });

/** What screens hear over the live line. A type that is not known here is for other screens. */
export const liveMessageSchema = z.discriminatedUnion("type", [
  syncProgress,
  recordChanged,
  conflictChanged,
  matchChanged,
  messagesChanged,
]);

export type LiveMessage = z.infer<typeof liveMessageSchema>;
