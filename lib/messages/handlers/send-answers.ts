/** Sends a sender the application's answers to its messages. A worker that dies after a send repeats it, under the same control id. */
import { receiverIn } from "@/lib/connectors/protocols/hl7v2-write";
import { loadConnectorContext } from "@/lib/integrations";
import { now, nowMs } from "@/lib/platform/clock";
import { openVault } from "@/lib/platform/crypto";
import { withOrganization } from "@/lib/platform/db";
import { isCarelaneError } from "@/lib/platform/errors";
import { handle, type JobContext, type SliceOutcome } from "@/lib/queue";
import { messageErrors } from "../errors";
import { sendAnswers } from "../jobs";
import { bodyParts } from "../message-store";
import { waitingAnswers } from "../outbound/answers";
import { deliverOnce } from "../outbound/deliver-once";
import { answeredOutcome, refusalOf, unansweredOutcome } from "../outbound/messenger";
import { giveUpMessages, type Place, writeOutcome } from "../outbound/sent-messages";
import { tellScreens } from "../tell-screens";

type Answers = Place & { readonly answerIds: string[] };

async function receiverOf(place: Place) {
  const { context } = await loadConnectorContext(place, place.integrationId, "push");
  const receiver = receiverIn(context.config);
  if (!receiver) throw messageErrors.answer_address_missing();
  return receiver;
}

async function send(context: JobContext<Answers>): Promise<SliceOutcome | undefined> {
  const { organizationId, integrationId, answerIds } = context.payload;
  const vault = await openVault(organizationId, "messages");
  const to = await receiverOf(context.payload);
  const waiting = await withOrganization({ organizationId }, (tx) => waitingAnswers(tx, answerIds));
  for (const { id, controlId, body } of waiting) {
    if (context.signal.aborted || nowMs() > context.sliceEndsAt) return { again: true };
    const sentAt = now();
    const opened = vault.openPacked(body, bodyParts(id));
    const { answer, ...read } = await deliverOnce(integrationId, to, opened, context.signal);
    const refusal = read.isAccepted ? undefined : refusalOf(read, controlId ?? "");
    await withOrganization({ organizationId }, async (tx) => {
      await writeOutcome(tx, vault, id, answeredOutcome(sentAt, answer, read, refusal));
      // Last, because it locks the job's row in the queue, whose lease is renewed meanwhile.
      await context.advance(tx);
    });
    tellScreens(organizationId);
  }
  return undefined;
}

/** The one that was tried says what happened; those behind it wait with it. */
async function noteRetry(context: JobContext<Answers>, error: unknown, delayMs: number): Promise<void> {
  const { organizationId, answerIds } = context.payload;
  const vault = await openVault(organizationId, "messages");
  await withOrganization({ organizationId }, async (tx) => {
    const [tried] = await waitingAnswers(tx, answerIds);
    if (!tried) return;
    const failed = unansweredOutcome(now(), error, null);
    const nextAttemptAt = new Date(nowMs() + delayMs);
    const ack = { ...failed.ack, state: "PENDING" as const };
    await writeOutcome(tx, vault, tried.id, { ...failed, processing: "PROCESSING", nextAttemptAt, ack });
    await context.fence(tx);
  });
  tellScreens(organizationId);
}

async function giveUp(context: JobContext<Answers>, error: unknown): Promise<void> {
  const { organizationId, answerIds } = context.payload;
  const reason = isCarelaneError(error) ? error.title : messageErrors.sending_failed().title;
  await withOrganization({ organizationId }, async (tx) => {
    const waiting = await waitingAnswers(tx, answerIds);
    await giveUpMessages(
      tx,
      waiting.map(({ id }) => id),
      reason,
    );
    await context.fence(tx);
  });
  tellScreens(organizationId);
}

export const sendAnswersHandler = handle(sendAnswers, send, { onRetry: noteRetry, onDead: giveUp });
