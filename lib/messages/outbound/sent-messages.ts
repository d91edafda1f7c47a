/** Messages that go out: stored before they are sent, and completed by what came of it. */
import { now } from "@/lib/platform/clock";
import { openVault, type Vault } from "@/lib/platform/crypto";
import { prepared, type Tx, withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { addToTimeline, answerParts, spanOf } from "../message-store";
import type { ProcessingState } from "../schema";
import { tellScreens } from "../tell-screens";
import { type KeptContent, type MessageState, type NewMessage, writeMessages } from "../write-messages";

/** Whose message it is. */
export interface Place {
  readonly organizationId: string;
  readonly integrationId: string;
}

/**
 * A message that is to go out; `nextAttemptAt` is present where it waits its turn in a queue, `timeline` where it says why
 * it was made.
 */
export type OutgoingMessageRow = Omit<KeptContent, "receivedAt"> &
  Pick<NewMessage, "records" | "nextAttemptAt"> &
  Partial<Pick<NewMessage, "timeline">>;

/** Stores messages of one organization that are about to be sent; answers their ids, in their order. */
export function insertOutgoing(tx: Tx, vault: Vault, rows: readonly OutgoingMessageRow[]): string[] {
  const messages = rows.map(
    (row): NewMessage => ({
      timeline: [],
      ...row,
      id: newId(),
      direction: "out",
      receivedAt: now(),
      processing: "PROCESSING",
      ack: { code: null, state: "PENDING", text: null },
      answer: null,
      errors: [],
    }),
  );
  writeMessages(tx, vault, messages);
  return messages.map(({ id }) => id);
}

/** What an integration sends by itself. */
export type Outgoing = Omit<OutgoingMessageRow, keyof Place>;

/** The same of an integration's own message, in a transaction of its own. */
export async function storeOutgoing(place: Place, outgoing: Outgoing): Promise<string> {
  const vault = await openVault(place.organizationId, "messages");
  const message = { ...outgoing, ...place };
  const [id = ""] = await withOrganization(place, async (tx) => insertOutgoing(tx, vault, [message]));
  return id;
}

/** What came of a try to send a message. */
export interface SendingOutcome extends Omit<MessageState, "attempts"> {
  /** PROCESSING: it will be tried again, at `nextAttemptAt`. */
  readonly processing: Extract<ProcessingState, "PROCESSING" | "PROCESSED" | "FAILED" | "DEAD">;
}

const updateOutcome = prepared(
  `update messages set processing = $2, ack_code = $3, ack_state = $4, ack_text = $5, answer = $6,
                       attempts = attempts + 1, timeline = timeline || $7::jsonb, errors = $8::jsonb, next_attempt_at = $9
    where id = $1`,
);

function outcomeParameters(
  vault: Vault,
  id: string,
  { processing, nextAttemptAt, ack, answer, timeline, errors }: SendingOutcome,
): unknown[] {
  return [
    id,
    processing,
    ack.code,
    ack.state,
    ack.text,
    answer && vault.sealText(answer, answerParts(id)),
    JSON.stringify(timeline),
    JSON.stringify(errors),
    nextAttemptAt ?? null,
  ];
}

/** Notes what came of a try; false where there is no such message. */
export async function writeOutcome(
  tx: Tx,
  vault: Vault,
  id: string,
  outcome: SendingOutcome,
): Promise<boolean> {
  return (await tx.execute(updateOutcome, outcomeParameters(vault, id, outcome))) > 0;
}

/** The same in a transaction of its own; open screens hear of it. */
export async function noteOutcome(place: Place, id: string, outcome: SendingOutcome): Promise<void> {
  const vault = await openVault(place.organizationId, "messages");
  await withOrganization(place, async (tx) => {
    tx.send(updateOutcome, outcomeParameters(vault, id, outcome));
  });
  tellScreens(place.organizationId);
}

/** Gives up messages that wait to be sent, or to be gone through by the channel they came to. */
export async function giveUpMessages(tx: Tx, ids: readonly string[], reason: string): Promise<void> {
  if (ids.length === 0) return;
  await tx.execute(
    `update messages set processing = 'DEAD', ack_state = case direction when 'out' then 'UNDELIVERED' else ack_state end,
                         next_attempt_at = null
      where id = any($1::uuid[]) and id between $2 and $3`,
    [ids, ...spanOf(ids)],
  );
  await addToTimeline(tx, ids, { at: now(), event: "failed", detail: reason });
}

/** Has messages that were given up, or whose try failed, wait again to be sent at `at`. */
export async function takeUpOutgoing(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx.execute(
    `update messages set processing = 'PROCESSING', ack_state = 'PENDING', next_attempt_at = $2
      where id = any($1::uuid[]) and id between $3 and $4`,
    [ids, at, ...spanOf(ids)],
  );
}
