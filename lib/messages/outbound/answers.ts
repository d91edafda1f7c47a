/**
 * What senders are told of their messages beside the commit (HL7 v2.8, chapter 2.9.3): the application's answer, as a
 * message of its own to the sender's address. It is stored in the transaction that ends the processing, and sent later.
 */
import { now } from "@/lib/platform/clock";
import type { Vault } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import { enqueue } from "@/lib/queue";
import { factsOf, readBody } from "../hl7v2/facts";
import { sendAnswers } from "../jobs";
import { spanOf } from "../message-store";
import type { TimelineEntry } from "../schema";
import { insertOutgoing, type OutgoingMessageRow, type Place } from "./sent-messages";

interface Answer {
  /** The message that it answers. */
  readonly messageId: string;
  readonly code: "AA" | "AE";
  readonly body: Buffer;
}

/**
 * Stores answers, and asks for them to be sent in their order; call `nudge()` after the commit. Answers by the messages' ids
 * what their timelines are to say of it; that of an answer names its message.
 */
export async function queueAnswers(
  tx: Tx,
  vault: Vault,
  { organizationId, integrationId }: Place,
  answers: readonly Answer[],
): Promise<ReadonlyMap<string, TimelineEntry>> {
  if (answers.length === 0) return new Map();
  const place = { organizationId, integrationId };
  const nextAttemptAt = now();
  const at = nextAttemptAt.toISOString();
  const rows = answers.map(({ messageId, body }): OutgoingMessageRow => {
    const { uniqueBy: _, ...facts } = factsOf(readBody(body));
    const made: TimelineEntry = { at, event: "made", detail: "To answer a message that came in", messageId };
    return { ...place, kind: "hl7v2", ...facts, body, nextAttemptAt, timeline: [made] };
  });
  const answerIds = insertOutgoing(tx, vault, rows);
  await enqueue(tx, sendAnswers, { organizationId, integrationId, answerIds }, { organizationId });
  return new Map(
    answers.map(({ messageId, code }, n) => [
      messageId,
      { at, event: "replied", detail: `${code}, to its own address`, messageId: answerIds[n] ?? "" },
    ]),
  );
}

/** Of some answers those that still wait, the oldest first. */
export function waitingAnswers(
  tx: Tx,
  ids: readonly string[],
): Promise<{ readonly id: string; readonly controlId: string | null; readonly body: Buffer }[]> {
  return tx.query(
    `select id, control_id as "controlId", body from messages
      where id = any($1::uuid[]) and id between $2 and $3 and processing = 'PROCESSING' order by id`,
    [ids, ...spanOf(ids)],
  );
}
