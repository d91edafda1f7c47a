/** Shapes of the audit trail; safe to import in the browser. */
import { z } from "zod";

/** What an action was about beside the record: settings, states, counts. Never a patient's data. */
const auditDetailsSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
);
export type AuditDetails = z.infer<typeof auditDetailsSchema>;

export const auditEventSchema = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
    action: z.string().meta({ description: "Domain and deed, such as user.disabled" }),
    target: z
      .looseObject({ entity: z.string().optional(), recordId: z.string().optional() })
      .nullable()
      .meta({ description: "What it was done to, with the details of the deed" }),
    requestId: z.string().nullable(),
    ip: z.string().nullable(),
    hash: z
      .string()
      .nullable()
      .meta({ description: "Hexadecimal; null until the row is sealed, within seconds" }),
    previousHash: z.string().nullable(),
  })
  .meta({ id: "AuditEvent" });
export type AuditEventView = z.infer<typeof auditEventSchema>;

/** Which rows of the trail to list; times are inclusive from, exclusive to. */
export const auditFilterSchema = z.object({
  actor: z.string().max(200).optional().meta({ description: "Id of a person or key" }),
  action: z.string().max(200).optional().meta({ description: "Whole, or its beginning up to a dot: user" }),
  entity: z.string().max(200).optional(),
  recordId: z.string().max(200).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

/** Where a page of the trail ended. */
export const auditPositionSchema = z.object({ at: z.iso.datetime(), id: z.guid() });
export type AuditPosition = z.infer<typeof auditPositionSchema>;
