/** What a sender is answered once its message is stored (HL7 v2.8, chapter 2.9.2 and 2.9.3). */
import {
  type AckCode,
  acknowledge,
  composeMessage,
  composeSegment,
  encodeMessage,
  type Message,
  newControlId,
  owesAnswer,
  owesCommit,
  type Problem,
  writeMoment,
} from "@/lib/hl7";
import { isCarelaneError } from "@/lib/platform/errors";
import type { MessageError } from "../schema";
import type { IncomingMessage } from "../take-messages";

export interface Decided {
  readonly ack: IncomingMessage["ack"];
  readonly answer: string | null;
}

function answered(message: Message, code: AckCode, at: Date, problem?: Problem): Decided {
  const problems = problem ? [problem] : [];
  return {
    ack: { code, state: "PENDING", text: problem?.text ?? null },
    answer: acknowledge(message, { code, controlId: newControlId(), at, problems }),
  };
}

const nothingOwed: Decided = { ack: { code: null, state: "NOT_OWED", text: null }, answer: null };

/** Of a message that is stored: that it is, where the sender asks for that; else that it will be processed. */
export function answerToStored(message: Message, at: Date): Decided {
  if (owesCommit(message, true)) return answered(message, "CA", at);
  return owesAnswer(message, true) ? answered(message, "AA", at) : nothingOwed;
}

/** What names a place in the message is a value that was left out; it alone makes no message fail. */
function problemOf({ title, detail, path }: MessageError): Problem {
  const text = detail ? `${title}. ${detail}` : title;
  return path === null
    ? { code: "internal", severity: "error", text }
    : { code: "data_type", severity: "warning", text };
}

/** The application's own word on a message. */
interface Verdict {
  readonly code: "AA" | "AE";
  readonly answer: string;
}

/**
 * The application's own answer to a message that was processed, or failed for a reason, and whose commit its sender has: a
 * message of its own. Undefined where none is owed.
 */
export function answerToProcessed(
  message: Message,
  at: Date,
  isWell: boolean,
  errors: readonly MessageError[],
): Verdict | undefined {
  if (!owesAnswer(message, isWell)) return undefined;
  const code = isWell ? "AA" : "AE";
  const problems = isWell ? [] : errors.map(problemOf);
  const answer = acknowledge(message, { code, controlId: newControlId(), at, problems, isApart: true });
  return { code, answer };
}

/** Of a message that is refused at the door. */
export function answerToRefused(message: Message, at: Date, problem: Problem): Decided {
  if (owesCommit(message, false)) return answered(message, "CR", at, problem);
  return owesAnswer(message, false) ? answered(message, "AR", at, problem) : nothingOwed;
}

/** Of what cannot be read as a message: it names nobody to answer and no number to answer to. */
export function answerToUnreadable(at: Date, text: string): Decided {
  const answer = composeMessage([
    composeSegment("MSH", {
      3: "CARELANE",
      7: writeMoment(at),
      9: "ACK",
      10: newControlId(),
      11: "P",
      12: "2.3",
    }),
    composeSegment("MSA", { 1: "AR", 3: text }),
  ]);
  return { ack: { code: "AR", state: "PENDING", text }, answer };
}

/** An answer in the sender's character set, but for what stands outside of it: it is owed in any case. */
export function written(answer: string, encoding: string): Buffer {
  try {
    return encodeMessage(answer, encoding);
  } catch (error) {
    if (!isCarelaneError(error)) throw error;
    return Buffer.from(answer);
  }
}
