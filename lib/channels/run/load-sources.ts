/** Messages that wait, opened; those of events are made here, of the records as they were then. */
import type { FhirJson } from "@/lib/fhir";
import { bodyParts, keysOf, senderTimeZone } from "@/lib/messages";
import type { MessageKind } from "@/lib/messages/schema";
import type { Vault } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import { eventMessages, patientIdIn, patientsOf } from "./event-message";
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
  /** Of an event that has no message yet: the patient whom it is about, or else its record. */
  readonly about?: string;
}

interface Opened {
  readonly row: TakenRow;
  readonly kind: MessageKind;
  readonly body: Buffer;
  /** Of an event's message: whom its record belongs to. */
  readonly patientId?: string;
}

function openedOf(vault: Vault, row: TakenRow, made: ReadonlyMap<string, Buffer>): Opened | undefined {
  const { messageId, kind, body: sealed } = row;
  const own = sealed === null ? undefined : vault.openPacked(sealed, bodyParts(messageId));
  const body = own ?? made.get(messageId);
  if (!body) return undefined;
  const isEvent = kind === null || kind === "event";
  return { row, kind: kind ?? "event", body, ...(isEvent && { patientId: patientIdIn(body) }) };
}

function loadedOf(
  vault: Vault,
  { row, kind, body, patientId }: Opened,
  patients: ReadonlyMap<string, FhirJson>,
  timeZone: string,
): LoadedSource {
  const source = { kind, body, timeZone, patient: patients.get(patientId ?? "") };
  if (row.kind !== null) return { row, source, lanes: row.lanes ?? [], keys: row.keys ?? [] };
  const about = patientId ?? row.event?.recordId ?? "";
  const keys = keysOf(vault, [{ parameter: "patient", value: about }]);
  return { row, source, about, lanes: keys, keys };
}

async function timeZoneOf(tx: Tx, organizationId: string): Promise<string> {
  const organization = await tx.one<{ timeZone: string }>(
    `select time_zone as "timeZone" from organizations where id = $1`,
    [organizationId],
  );
  return organization?.timeZone ?? "UTC";
}

/** Opens messages of one organization, in their order. */
export async function loadSources(
  tx: Tx,
  vault: Vault,
  organizationId: string,
  rows: readonly TakenRow[],
): Promise<LoadedSource[]> {
  const made = await eventMessages(
    tx,
    rows.flatMap(({ kind, messageId: id, takenAt: at, event }) =>
      kind === null && event ? { id, at, event } : [],
    ),
  );
  const opened = rows.map((row) => openedOf(vault, row, made));
  const patients = await patientsOf(
    tx,
    opened.flatMap((one) => one?.patientId ?? []),
  );
  const timeZone = await timeZoneOf(tx, organizationId);
  return rows.map((row, index) => {
    const one = opened[index];
    return one ? loadedOf(vault, one, patients, timeZone) : { row, lanes: [], keys: [] };
  });
}

/** The message, its times read as its sender means them. Outside of transactions, since it may have to look senders up. */
export async function asSenderMeans({ row, source }: LoadedSource): Promise<SourceMessage | undefined> {
  const { integrationId } = row;
  const own = integrationId === null ? undefined : await senderTimeZone(integrationId);
  return source && own !== undefined ? { ...source, timeZone: own } : source;
}
