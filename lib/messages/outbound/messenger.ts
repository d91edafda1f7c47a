/** Sends an integration's messages: each is stored first, sent in its turn, and completed by the receiver's answer. */
import type { MessageReceiver, Messenger, OutgoingMessage } from "@/lib/connectors/contract";
import { encodeMessage } from "@/lib/hl7";
import { now, nowMs } from "@/lib/platform/clock";
import { shared } from "@/lib/platform/container";
import { env } from "@/lib/platform/env";
import { type CarelaneError, isCarelaneError } from "@/lib/platform/errors";
import { messageErrors } from "../errors";
import { factsOf, readBody } from "../hl7v2/facts";
import type { TimelineEntry } from "../schema";
import { askReceiver, type HeardAnswer } from "./ask-receiver";
import { unlessAborted } from "./deliver-once";
import type { ReceiverAnswer } from "./read-answer";
import { noteOutcome, type Place, type SendingOutcome, storeOutgoing } from "./sent-messages";

/** The last message of each integration: the next one waits for it. */
const turns = () => shared("message-turns", () => new Map<string, Promise<unknown>>());

async function inTurn<Result>(integrationId: string, run: () => Promise<Result>): Promise<Result> {
  const before = turns().get(integrationId) ?? Promise.resolve();
  const mine = before.then(run, run);
  turns().set(integrationId, mine);
  try {
    return await mine;
  } finally {
    if (turns().get(integrationId) === mine) turns().delete(integrationId);
  }
}

export function entry(at: Date, event: TimelineEntry["event"], detail: string | null = null): TimelineEntry {
  return { at: at.toISOString(), event, detail };
}

const refusals = { already: messageErrors.receiver_has_it, nothing: messageErrors.receiver_lacks_it };

/** A refusal as an error that names no content. */
export function refusalOf({ code, reason, holds }: ReceiverAnswer, controlId: string): CarelaneError {
  const words = reason ? `${code}: ${reason}.` : `${code}, without a reason that is known.`;
  const refused = holds ? refusals[holds] : messageErrors.message_refused;
  return refused({
    detail: `${words} What it says in its own words stands with message ${controlId} under Messages.`,
  });
}

/** What came of a message whose receiver answered; `error` where it refused. */
export function answeredOutcome(
  sentAt: Date,
  answer: Buffer,
  { code, reason }: ReceiverAnswer,
  error: CarelaneError | undefined,
): SendingOutcome {
  return {
    processing: error ? "FAILED" : "PROCESSED",
    ack: { code, state: "SENT", text: reason },
    answer,
    timeline: [entry(sentAt, "sent"), entry(now(), error ? "rejected" : "acknowledged", reason)],
    errors: error ? [{ code: error.code, title: error.title, detail: reason, path: null }] : [],
  };
}

/** What came of a message to which no answer is known. */
export function unansweredOutcome(sentAt: Date, error: unknown, answer: Buffer | null): SendingOutcome {
  const { code, title, kind } = isCarelaneError(error) ? error : messageErrors.sending_failed();
  const lost = [entry(sentAt, "sent"), entry(now(), "answer_lost", title)];
  return {
    processing: "FAILED",
    ack: { code: null, state: "UNDELIVERED", text: null },
    answer,
    timeline: kind === "ambiguous" ? lost : [entry(now(), "failed", title)],
    errors: [{ code, title, detail: null, path: null }],
  };
}

/** The receiver's answer; where none comes, that is noted before it is told. */
async function answerTo(place: Place, id: string, to: MessageReceiver, body: Buffer): Promise<HeardAnswer> {
  const sentAt = now();
  try {
    return await askReceiver(place.integrationId, to, body);
  } catch (error) {
    await noteOutcome(place, id, unansweredOutcome(sentAt, error, null));
    throw error;
  }
}

async function deliver(place: Place, { to, text }: OutgoingMessage): Promise<void> {
  const body = encodeMessage(text, "utf-8");
  const { uniqueBy: _, ...facts } = factsOf(readBody(body));
  const id = await storeOutgoing(place, { kind: "hl7v2", ...facts, body });
  const sentAt = now();
  const { answer, read } = await answerTo(place, id, to, body);
  if (!read) {
    const error = messageErrors.answer_unreadable();
    await noteOutcome(place, id, unansweredOutcome(sentAt, error, answer));
    throw error;
  }
  const refusal = read.isAccepted ? undefined : refusalOf(read, facts.controlId ?? "");
  await noteOutcome(place, id, answeredOutcome(sentAt, answer, read, refusal));
  if (refusal) throw refusal;
}

/** The messenger of an integration. */
export function messengerOf(place: Place): Messenger {
  return {
    async send(message, signal) {
      signal?.throwIfAborted();
      const givenAtMs = nowMs();
      const sent = inTurn(place.integrationId, () => {
        signal?.throwIfAborted();
        // Who waited long begins anew with a term of its own: nothing may arrive that counts as not sent.
        if (nowMs() - givenAtMs > env().OUTBOUND_TIMEOUT_MS / 4) throw messageErrors.receiver_slow();
        return deliver(place, message);
      });
      await (signal ? unlessAborted(sent, signal) : sent);
    },
  };
}
