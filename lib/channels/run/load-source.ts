/** Messages that wait, opened; the message of an event is made here, of the record as it was then. */
import { bodyParts, keysOf, type RoutedEvent, senderTimeZone } from "@/lib/messages";
import type { Vault } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import { eventMessage, patientOfEvent } from "./event-message";
import type { SourceMessage } from "./input";
import type { TakenRow } from "./run-store";

export interface LoadedSource {
  readonly row: TakenRow;
  /** Absent where the message is kept no more. */
  readonly source?: SourceMessage;
  /** Whom it is about, hashed. */
  readonly lanes: readonly string[];
  /** What it is found by, hashed. */
  readonly keys: readonly string[];
  /** Of an event that has no message yet. */
  readonly event?: RoutedEvent;
}

function parsed(body: Buffer): unknown {
  return JSON.parse(body.toString("utf8"));
}

async function ofEvent(
  tx: Tx,
  vault: Vault,
  row: TakenRow,
  event: RoutedEvent,
  timeZone: string,
): Promise<LoadedSource> {
  const body = await eventMessage(tx, row.messageId, row.takenAt, event);
  const patient = await patientOfEvent(tx, parsed(body));
  const keys = keysOf(vault, [{ parameter: "patient", value: String(patient?.id ?? event.recordId) }]);
  return { row, source: { kind: "event", body, timeZone, patient }, lanes: keys, keys, event };
}

/** Opens a message. `timeZone` is the organization's. */
export async function loadSource(
  tx: Tx,
  vault: Vault,
  row: TakenRow,
  timeZone: string,
): Promise<LoadedSource> {
  const { messageId, kind, body: sealed, event } = row;
  const lanes = row.lanes ?? [];
  const keys = row.keys ?? [];
  if (sealed === null || kind === null) {
    return event ? ofEvent(tx, vault, row, event, timeZone) : { row, lanes, keys };
  }
  const body = vault.openPacked(sealed, bodyParts(messageId));
  const patient = kind === "event" ? await patientOfEvent(tx, parsed(body)) : undefined;
  return { row, source: { kind, body, timeZone, patient }, lanes, keys };
}

/** The message, its times read as its sender means them. Outside of transactions, since it may have to look senders up. */
export async function asSenderMeans({ row, source }: LoadedSource): Promise<SourceMessage | undefined> {
  const { integrationId } = row;
  const own = integrationId === null ? undefined : await senderTimeZone(integrationId);
  return source && own !== undefined ? { ...source, timeZone: own } : source;
}
