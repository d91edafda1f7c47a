/** What is sent of an event. The same for every try: it is made of the version the event names. */
import type { Tx } from "@/lib/platform/db";
import { readVersion } from "@/lib/records";
import type { NextDelivery } from "./delivery-store";

export interface Message {
  readonly id: string;
  readonly body: string;
  /** True when a record goes out whole. */
  readonly holdsRecord: boolean;
}

/** The message of an event; a full one holds the record as it was then. */
export async function messageOf(tx: Tx, event: NextDelivery, payload: "thin" | "full"): Promise<Message> {
  const { eventId: id, type, at, entity, recordId, integrationId, version } = event;
  const isUpdate = type.endsWith(".updated");
  const isNeeded = version !== null && (isUpdate || payload === "full");
  const record = isNeeded ? await readVersion(tx, recordId, version) : undefined;
  const holdsRecord = record !== undefined && payload === "full";
  const data = {
    id,
    entity,
    recordId,
    integrationId,
    version,
    ...(record && isUpdate && { change: record.changedPaths }),
    ...(holdsRecord && { record: record.data }),
  };
  return { id, holdsRecord, body: JSON.stringify({ type, timestamp: at.toISOString(), data }) };
}
