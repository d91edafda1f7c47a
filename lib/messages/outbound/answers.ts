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
import { insertOutgoing, type Place } from "./sent-messages";

/** Stores answers, and asks for them to be sent in their order; call `nudge()` after the commit. */
export async function queueAnswers(
  tx: Tx,
  vault: Vault,
  { organizationId, integrationId }: Place,
  bodies: readonly Buffer[],
): Promise<void> {
  if (bodies.length === 0) return;
  const place = { organizationId, integrationId };
  const answers = bodies.map((body) => {
    const { uniqueBy: _, ...facts } = factsOf(readBody(body));
    return { ...place, kind: "hl7v2" as const, ...facts, body, nextAttemptAt: now() };
  });
  const answerIds = insertOutgoing(tx, vault, answers);
  await enqueue(tx, sendAnswers, { organizationId, integrationId, answerIds }, { organizationId });
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
