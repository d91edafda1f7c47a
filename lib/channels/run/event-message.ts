/** The message of an event: what happened, with the record as it was then, in the words of webhooks. */
import { z } from "zod";
import type { FhirJson } from "@/lib/fhir";
import { renderInto } from "@/lib/fhir/server";
import type { RoutedEvent } from "@/lib/messages";
import type { Tx } from "@/lib/platform/db";
import { idSchema } from "@/lib/platform/ids";
import { isRecordEntity, toldOfRecord } from "@/lib/records";

const json = z.record(z.string(), z.unknown());

const eventSchema = z.object({
  timestamp: z.coerce.date(),
  data: z.object({
    entity: z.string(),
    recordId: z.string(),
    version: z.int().nullable(),
    record: json.optional(),
  }),
});

/** Makes the message of an event, as JSON. */
export async function eventMessage(tx: Tx, id: string, at: Date, event: RoutedEvent): Promise<Buffer> {
  const { type, entity, recordId, integrationId = null, version = null } = event;
  const told = version === null ? {} : await toldOfRecord(tx, { type, recordId, version }, true);
  const data = { id, entity, recordId, integrationId, version, ...told };
  return Buffer.from(JSON.stringify({ type, timestamp: at.toISOString(), data }));
}

/** The record in an event's message as FHIR; undefined where it holds none. */
export function resourceOfEvent(message: unknown): FhirJson | undefined {
  const { timestamp, data } = eventSchema.parse(message);
  const { entity, recordId: id, version, record } = data;
  if (!record || version === null || !isRecordEntity(entity)) return undefined;
  return renderInto({ id, entity, version, data: record, updated_at: timestamp }, undefined);
}

const ownedSchema = z.object({ data: z.object({ record: z.object({ patientId: idSchema }) }) });

/** The patient to whom an event's record belongs, as FHIR: HL7 v2 tells of nothing without them. */
export async function patientOfEvent(tx: Tx, message: unknown): Promise<FhirJson | undefined> {
  const owned = ownedSchema.safeParse(message);
  if (!owned.success) return undefined;
  const row = await tx.one<{ version: number; data: Record<string, unknown>; updated_at: Date }>(
    `select version, data, updated_at from entity_records
      where id = $1 and entity = 'patients' and deleted_at is null`,
    [owned.data.data.record.patientId],
  );
  return row && renderInto({ id: owned.data.data.record.patientId, entity: "patients", ...row }, undefined);
}
