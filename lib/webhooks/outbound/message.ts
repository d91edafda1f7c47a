/** What is sent of an event. The same for every try: it is made of the version the event names. */

import { type MessageContent, readContent } from "@/lib/messages";
import type { Tx } from "@/lib/platform/db";
import { type ToldOfRecord, toldOfRecords } from "@/lib/records";
import type { NextDelivery } from "./delivery-store";
import { messageEvent } from "./schema";

export interface Message {
  readonly id: string;
  readonly body: string;
  /** True when a record goes out whole. */
  readonly holdsRecord: boolean;
}

interface Content extends ToldOfRecord {
  readonly message?: MessageContent;
}

/** What goes out besides ids. */
async function contentOf(tx: Tx, event: NextDelivery, isFull: boolean): Promise<Content> {
  const { type, recordId } = event;
  if (type === messageEvent) return isFull ? { message: await readContent(tx, recordId) } : {};
  const [told = {}] = await toldOfRecords(tx, [event], isFull);
  return told;
}

/** The message of an event; a full one holds the record as it was then, or what a channel puts out. */
export async function messageOf(tx: Tx, event: NextDelivery, payload: "thin" | "full"): Promise<Message> {
  const { eventId: id, type, at, entity, recordId, integrationId, version } = event;
  const content = await contentOf(tx, event, payload === "full");
  const data = { id, entity, recordId, integrationId, version, ...content };
  const holdsRecord = content.record !== undefined || content.message !== undefined;
  return { id, holdsRecord, body: JSON.stringify({ type, timestamp: at.toISOString(), data }) };
}
