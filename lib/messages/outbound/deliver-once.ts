/** One try to deliver HL7 v2: over the line of who sends it, until the receiver has answered. */
import type { MessageReceiver } from "@/lib/connectors/contract";
import { decodeMessage } from "@/lib/hl7";
import { messageErrors } from "../errors";
import { readBody } from "../hl7v2/facts";
import { lineTo } from "./lines";
import { type ReceiverAnswer, readAnswer } from "./read-answer";

/** Ends the waiting, not the message: what comes of it comes all the same. Throws the signal's reason. */
export async function unlessAborted<Result>(sent: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const end = () => reject(signal.reason);
  signal.addEventListener("abort", end, { once: true });
  try {
    return await Promise.race([sent, promise]);
  } finally {
    signal.removeEventListener("abort", end);
  }
}

export interface DeliveredMessage extends ReceiverAnswer {
  readonly answer: Buffer;
}

/** Throws what the line throws, and `answer_unreadable`: of kind `retryable` it was certainly not sent. */
export async function deliverOnce(
  ownerId: string,
  to: MessageReceiver,
  body: Buffer,
  signal: AbortSignal,
): Promise<DeliveredMessage> {
  const controlId = readBody(body).message?.text("MSH-10") ?? "";
  const answer = await unlessAborted(lineTo(ownerId, to)(body), signal);
  const read = readAnswer(decodeMessage(answer).text, controlId);
  if (!read) throw messageErrors.answer_unreadable();
  return { ...read, answer };
}
