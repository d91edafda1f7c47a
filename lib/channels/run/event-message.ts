/** The messages of events: what happened, with the records as they were then, in the words of webhooks. */
import { z } from "zod";
import type { FhirJson } from "@/lib/fhir";
import { renderInto } from "@/lib/fhir/server";
import type { RoutedEvent } from "@/lib/messages";
import type { Tx } from "@/lib/platform/db";
import { idSchema } from "@/lib/platform/ids";
import { isRecordEntity, toldOfRecords } from "@/lib/records";

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

/** An event whose message is to be made: under which id, and when it happened. */
interface Happened {
  readonly id: string;
  readonly at: Date;
  readonly event: RoutedEvent;
}

/** Makes the messages of events, as JSON, by their ids. */
export async function eventMessages(
  tx: Tx,
  happened: readonly Happened[],
): Promise<ReadonlyMap<string, Buffer>> {
  const told = await toldOfRecords(
    tx,
    happened.map(({ event }) => event),
    true,
  );
  return new Map(
    happened.map(({ id, at, event }, index) => {
      const { type, entity, recordId, integrationId = null, version = null } = event;
      const data = { id, entity, recordId, integrationId, version, ...told[index] };
      return [id, Buffer.from(JSON.stringify({ type, timestamp: at.toISOString(), data }))];
    }),
  );
}

/** The record in an event's message as FHIR; undefined where it holds none. */
export function resourceOfEvent(message: unknown): FhirJson | undefined {
  const { timestamp, data } = eventSchema.parse(message);
  const { entity, recordId: id, version, record } = data;
  if (!record || version === null || !isRecordEntity(entity)) return undefined;
  return renderInto({ id, entity, version, data: record, updated_at: timestamp }, undefined);
}

const ownedSchema = z.object({ data: z.object({ record: z.object({ patientId: idSchema }) }) });

/** The patient to whom the record in an event's message belongs. */
export function patientIdIn(message: Buffer): string | undefined {
  return ownedSchema.safeParse(JSON.parse(message.toString("utf8"))).data?.data.record.patientId;
}

/** Patients as FHIR, by their ids: HL7 v2 tells of nothing without them. */
export async function patientsOf(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, FhirJson>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<{
    id: string;
    version: number;
    data: Record<string, unknown>;
    updated_at: Date;
  }>(
    `select id, version, data, updated_at from entity_records
      where id = any($1::uuid[]) and entity = 'patients' and deleted_at is null`,
    [[...new Set(ids)]],
  );
  return new Map(rows.map((row) => [row.id, renderInto({ ...row, entity: "patients" }, undefined)]));
}
