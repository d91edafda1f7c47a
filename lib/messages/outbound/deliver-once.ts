/** One try to deliver HL7 v2, as long as somebody waits for it. */
import type { MessageReceiver } from "@/lib/connectors/contract";
import { messageErrors } from "../errors";
import { askReceiver } from "./ask-receiver";
import type { ReceiverAnswer } from "./read-answer";

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
  const { answer, read } = await unlessAborted(askReceiver(ownerId, to, body), signal);
  if (!read) throw messageErrors.answer_unreadable();
  return { ...read, answer };
}
