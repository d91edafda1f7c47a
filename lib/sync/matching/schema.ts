/** Shapes of matches as clients and screens meet them. Safe to import in the browser. */
import { z } from "zod";
import { addressSchema, genders } from "@/lib/records/schema";

const time = z.iso.datetime({ offset: true });

/** A candidate as it was found. */
const candidateSchema = z.object({
  recordId: z.guid(),
  score: z.number().min(0).max(1),
  reasons: z.array(z.string()),
});
export type Candidate = z.infer<typeof candidateSchema>;

/** By what people tell patients apart. */
const patientSummarySchema = z.object({
  name: z.string(),
  dateOfBirth: z.string().nullable(),
  gender: z.enum(genders).nullable(),
  mrn: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  address: addressSchema.nullable(),
});
export type PatientSummary = z.infer<typeof patientSummarySchema>;

export const matchStatusSchema = z.enum(["OPEN", "LINKED", "CREATED"]);

export const matchSchema = z
  .object({
    id: z.string(),
    status: matchStatusSchema,
    integrationId: z.string(),
    ehrProvider: z.string(),
    jobId: z.string().nullable().describe("Null where no job brought it, but a message"),
    remote: z.object({ id: z.string(), summary: patientSummarySchema }),
    candidates: z.array(candidateSchema.extend({ summary: patientSummarySchema })),
    recordId: z.string().nullable().meta({ description: "What came of it: the linked or the new record" }),
    detectedAt: time,
    decidedAt: time.nullable(),
    decidedBy: z.object({ kind: z.string(), id: z.string(), name: z.string() }).nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: "Match" });
export type Match = z.infer<typeof matchSchema>;

export const matchQuerySchema = z.object({
  status: matchStatusSchema.optional(),
  integrationId: z.guid().optional(),
});
export type MatchQuery = z.infer<typeof matchQuerySchema>;

const reason = z.string().trim().min(1).max(500);

export const matchDecisionSchema = z
  .object({
    decision: z.enum(["LINK", "CREATE"]),
    recordId: z.guid().optional().meta({ description: "The patient to link; needed for LINK" }),
    reason,
  })
  .refine(({ decision, recordId }) => decision === "CREATE" || recordId !== undefined, {
    error: "name the patient to link",
    path: ["recordId"],
  })
  .meta({ id: "MatchDecision" });
export type MatchDecision = z.output<typeof matchDecisionSchema>;

export const unlinkSchema = z.object({ reason });
