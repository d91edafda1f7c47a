/** Messages that go out: stored before they are sent, and completed by what came of it. */
import { now } from "@/lib/platform/clock";
import { openVault, type Vault } from "@/lib/platform/crypto";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import type { ReadBody } from "../hl7v2/facts";
import { factsOf } from "../hl7v2/facts";
import { addToTimeline, answerParts, bodyParts, spanOf } from "../message-store";
import type {
  AckState,
  MessageError,
  MessageFlag,
  MessageKind,
  ProcessingState,
  TimelineEntry,
} from "../schema";
import { keysOf } from "../search-keys";
import { tellScreens } from "../tell-screens";

/** Whose message it is. */
export interface Place {
  readonly organizationId: string;
  readonly integrationId: string;
}

/** A message that is to go out, with what was read of it to find it by. */
export interface OutgoingMessageRow {
  readonly organizationId: string;
  readonly integrationId: string | null;
  readonly kind: MessageKind;
  readonly type: string;
  readonly controlId: string | null;
  readonly sender: string | null;
  readonly flags: readonly MessageFlag[];
  readonly keys: readonly string[];
  readonly body: Buffer;
  /** Present where it waits its turn in a queue. */
  readonly nextAttemptAt?: Date;
}

/** What is found in an HL7 v2 message that goes out. */
export function outgoingFacts(
  vault: Vault,
  read: ReadBody,
): Pick<OutgoingMessageRow, "type" | "controlId" | "sender" | "flags" | "keys"> {
  const { type, controlId, sender, found, flags } = factsOf(read);
  return { type, controlId, sender, flags, keys: keysOf(vault, found) };
}

/** Stores a message that is about to be sent; answers its id. */
export async function insertOutgoing(tx: Tx, vault: Vault, row: OutgoingMessageRow): Promise<string> {
  const id = newId();
  await tx.execute(
    `insert into messages (id, organization_id, received_at, kind, direction, type, control_id, integration_id, sender,
                           processing, ack_state, next_attempt_at, flags, lanes, keys, body)
     values ($1, $2, $3, $4, 'out', $5, $6, $7, $8, 'PROCESSING', 'PENDING', $9, $10, '{}', $11, $12)`,
    [
      id,
      row.organizationId,
      now(),
      row.kind,
      row.type,
      row.controlId,
      row.integrationId,
      row.sender,
      row.nextAttemptAt ?? null,
      row.flags,
      row.keys,
      vault.sealText(row.body, bodyParts(id)),
    ],
  );
  return id;
}

/** The same of an integration's HL7 v2 message, before it is sent. */
export async function storeOutgoing(place: Place, body: Buffer, read: ReadBody): Promise<string> {
  const vault = await openVault(place.organizationId, "messages");
  const row = { ...place, kind: "hl7v2", ...outgoingFacts(vault, read), body } as const;
  return withOrganization(place, (tx) => insertOutgoing(tx, vault, row));
}

/** What came of a try to send a message. */
export interface SendingOutcome {
  /** PROCESSING: it will be tried again, at `nextAttemptAt`. */
  readonly processing: Extract<ProcessingState, "PROCESSING" | "PROCESSED" | "FAILED" | "DEAD">;
  readonly nextAttemptAt?: Date | null;
  readonly ack: { readonly code: string | null; readonly state: AckState; readonly text: string | null };
  readonly answer: Buffer | null;
  readonly timeline: readonly TimelineEntry[];
  readonly errors: readonly MessageError[];
}

export async function writeOutcome(
  tx: Tx,
  vault: Vault,
  id: string,
  { processing, nextAttemptAt, ack, answer, timeline, errors }: SendingOutcome,
): Promise<void> {
  await tx.execute(
    `update messages set processing = $2, ack_code = $3, ack_state = $4, ack_text = $5, answer = $6,
                         attempts = attempts + 1, timeline = timeline || $7::jsonb, errors = $8::jsonb, next_attempt_at = $9
      where id = $1`,
    [
      id,
      processing,
      ack.code,
      ack.state,
      ack.text,
      answer && vault.sealText(answer, answerParts(id)),
      JSON.stringify(timeline),
      JSON.stringify(errors),
      nextAttemptAt ?? null,
    ],
  );
}

export async function noteOutcome(place: Place, id: string, outcome: SendingOutcome): Promise<void> {
  const vault = await openVault(place.organizationId, "messages");
  await withOrganization(place, (tx) => writeOutcome(tx, vault, id, outcome));
  tellScreens(place.organizationId);
}

/** Gives messages up that wait to be sent. */
export async function giveUpOutgoing(tx: Tx, ids: readonly string[], reason: string): Promise<void> {
  if (ids.length === 0) return;
  await tx.execute(
    `update messages set processing = 'DEAD', ack_state = 'UNDELIVERED', next_attempt_at = null
      where id = any($1::uuid[]) and id between $2 and $3`,
    [ids, ...spanOf(ids)],
  );
  await addToTimeline(tx, ids, { at: now(), event: "failed", detail: reason });
}
