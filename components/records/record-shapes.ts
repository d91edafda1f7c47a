/** Records as their screens read them: the envelope that all share, with what each entity holds. */
import type { z } from "zod";
import { patientSchema, type RecordData, type RecordEntity } from "@/lib/records/schema";
import { recordSchema } from "@/lib/records/view";

/** The schema of records that hold `data`. */
export function recordOf<Data extends z.ZodType>(data: Data) {
  return recordSchema.extend({ data });
}

/** What every record has, whatever it holds. */
export type RecordEnvelope = Omit<z.infer<typeof recordSchema>, "data">;

/** A record of an entity. */
export type RecordOf<E extends RecordEntity> = RecordEnvelope & { data: RecordData<E> };

export const patientRecordSchema = recordOf(patientSchema);
export type PatientRecord = RecordOf<"patients">;
export type ObservationRecord = RecordOf<"observations">;
