/** What a receiver answers to a message (HL7 v2.8, chapter 2.9): whether it took it, and why not. Pure. */
import { type Message, parseMessage, problemCodes } from "@/lib/hl7";
import { isCarelaneError } from "@/lib/platform/errors";

const codes = ["AA", "AE", "AR", "CA", "CE", "CR"] as const;
type AckCode = (typeof codes)[number];

export interface ReceiverAnswer {
  readonly code: AckCode;
  readonly isAccepted: boolean;
  /** What was wrong, without anything that the receiver wrote in its own words: it may repeat what it was sent. */
  readonly reason: string | null;
  /** Where it refused because it has what the message adds, or lacks what it changes. */
  readonly holds: "already" | "nothing" | null;
}

function messageIn(answer: string): Message | undefined {
  try {
    return parseMessage(answer);
  } catch (error) {
    if (!isCarelaneError(error)) throw error;
    return undefined;
  }
}

/** Where it was, as `PID-3`: ERR-2 since 2.5, in ERR-1 before. */
function placeIn(message: Message): string | undefined {
  const of = (field: string, position: number) => [
    message.text(`${field}.1`),
    message.text(`${field}.${position}`),
  ];
  const [segment = "", position = ""] =
    [of("ERR-2", 3), of("ERR-1", 3)].find(([name]) => name !== undefined) ?? [];
  if (!/^[A-Z][A-Z\d]{2}$/.test(segment)) return undefined;
  return /^\d{1,3}$/.test(position) ? `${segment}-${position}` : segment;
}

const accepted = { isAccepted: true, reason: null, holds: null } as const;

function refusalIn(message: Message): Pick<ReceiverAnswer, "isAccepted" | "reason" | "holds"> {
  const number = message.text("ERR-3.1") ?? message.text("ERR-1.4.1");
  const known = Object.values(problemCodes).find((code) => code.number === number);
  const place = placeIn(message);
  const reason = known && place ? `${known.words} (${place})` : (known?.words ?? null);
  // Who does not know the patient says nothing of what it has of them.
  const lacks = known === problemCodes.key_unknown && !place?.startsWith("PID");
  const has = known === problemCodes.key_duplicate;
  return { isAccepted: false, reason, holds: has ? "already" : lacks ? "nothing" : null };
}

/** The answer to the message of a control id; undefined where it says nothing about that one. */
export function readAnswer(answer: string, controlId: string): ReceiverAnswer | undefined {
  const message = messageIn(answer);
  const code = codes.find((one) => one === message?.text("MSA-1"));
  if (!message || !code || (message.text("MSA-2") ?? controlId) !== controlId) return undefined;
  return { code, ...(code === "AA" || code === "CA" ? accepted : refusalIn(message)) };
}
