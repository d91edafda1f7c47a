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
  suggestion: z.enum(["USE_LOCAL", "USE_REMOTE", "MERGE"]).nullable(),
  merged: z.unknown().optional().meta({ description: "Present where MERGE is possible" }),
});
export type ConflictField = z.infer<typeof conflictFieldSchema>;
