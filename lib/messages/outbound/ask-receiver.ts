/** A message on its way over the line of who sends it, until the receiver has answered. */
import type { MessageReceiver } from "@/lib/connectors/contract";
import { decodeMessage } from "@/lib/hl7";
import { readBody } from "../hl7v2/facts";
import { lineTo } from "./lines";
import { type ReceiverAnswer, readAnswer } from "./read-answer";

export interface HeardAnswer {
  readonly answer: Buffer;
  /** What it says; undefined where that is nothing about this message. */
  readonly read: ReceiverAnswer | undefined;
}

/** Sends HL7 v2 and reads the answer. Throws what the line throws: of kind `retryable` it was certainly not sent. */
export async function askReceiver(ownerId: string, to: MessageReceiver, body: Buffer): Promise<HeardAnswer> {
  const controlId = readBody(body).message?.text("MSH-10") ?? "";
  const answer = await lineTo(ownerId, to)(body);
  return { answer, read: readAnswer(decodeMessage(answer).text, controlId) };
}
