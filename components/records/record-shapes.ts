/** Records as their screens read them: the envelope that all share, with what each entity holds. */
import type { z } from "zod";
import { observationSchema, patientSchema } from "@/lib/records/schema";
import { recordSchema } from "@/lib/records/view";

export const patientRecordSchema = recordSchema.extend({ data: patientSchema });
export type PatientRecord = z.infer<typeof patientRecordSchema>;

export const observationRecordSchema = recordSchema.extend({ data: observationSchema });
export type ObservationRecord = z.infer<typeof observationRecordSchema>;

/** What every record has, whatever it holds. */
export type RecordEnvelope = Omit<PatientRecord, "data">;
