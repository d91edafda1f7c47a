/** What the states of a message mean to people. Pure. */
import type { ShapeName } from "@/components/ui/status-shape";
import type {
  AckState,
  MessageError,
  MessageFilter,
  MessageFlag,
  MessageKind,
  MessageView,
  ProcessingState,
  ReplayMapping,
  TimelineEntry,
} from "@/lib/messages/schema";

type State = { shape: ShapeName; word: string };

export const stateWords: Readonly<Record<ProcessingState, string>> = {
  RECEIVED: "Waiting",
  PROCESSING: "In work",
  PROCESSED: "Processed",
  REJECTED: "Refused",
  FAILED: "Failed",
  DEAD: "Given up",
};

const stateShapes: Readonly<Record<ProcessingState, ShapeName>> = {
  RECEIVED: "wait",
  PROCESSING: "run",
  PROCESSED: "ok",
  REJECTED: "bad",
  FAILED: "bad",
  DEAD: "bad",
};

/** Whether it is still on its way out. */
function isUnsent({ processing, direction }: Pick<MessageView, "processing" | "direction">): boolean {
  return direction === "out" && (processing === "RECEIVED" || processing === "PROCESSING");
}

/** A message that will be tried again by itself needs nobody yet. */
export function stateOf({
  processing,
  nextAttemptAt,
  direction,
}: Pick<MessageView, "processing" | "nextAttemptAt" | "direction">): State {
  if (isUnsent({ processing, direction })) return { shape: "wait", word: "To be sent" };
  if (processing === "FAILED" && nextAttemptAt) return { shape: "retry", word: "Trying again" };
  return { shape: stateShapes[processing], word: stateWords[processing] };
}

/** Whether its state goes on to another by itself. */
export function isUnderWay({ processing, ack, nextAttemptAt }: MessageView): boolean {
  if (processing === "RECEIVED" || processing === "PROCESSING") return true;
  return ack.state === "PENDING" || (processing === "FAILED" && nextAttemptAt !== null);
}

export const kindWords: Readonly<Record<MessageKind, string>> = {
  hl7v2: "HL7 v2",
  fhir: "FHIR",
  webhook: "Webhook",
  event: "Event",
  x12: "X12",
  soap: "SOAP",
  script: "SCRIPT",
};

export const directionWords = { in: "Received", out: "Sent" } as const;

/** Which way it goes, as a sentence about it begins: "Received from". */
export function wayWords(message: Pick<MessageView, "processing" | "direction">): string {
  if (message.direction === "in") return "Received from";
  return isUnsent(message) ? "Goes to" : "Sent to";
}

const codeWords: Readonly<Record<string, string>> = {
  AA: "accepted",
  AE: "error",
  AR: "refused",
  CA: "stored",
  CE: "could not be stored",
  CR: "refused",
};

function codeMeaning(code: string): string | null {
  if (codeWords[code]) return codeWords[code];
  const status = Number(code);
  if (!Number.isInteger(status)) return null;
  return status < 300 ? "taken" : status < 500 ? "refused" : "failed there";
}

const unansweredWords: Readonly<Record<AckState, string>> = {
  PENDING: "Owed",
  SENT: "Answered",
  NOT_OWED: "None owed",
  UNDELIVERED: "Not delivered",
};

/** The answer in a word or two: "AA accepted", "Owed". */
export function ackWords({ code, state }: MessageView["ack"]): string {
  if (code === null) return unansweredWords[state];
  const meaning = codeMeaning(code);
  const words = meaning === null ? code : `${code} ${meaning}`;
  if (state === "PENDING") return `${words}, owed`;
  return state === "UNDELIVERED" ? `${words}, not delivered` : words;
}

/** Whether the answer says no. */
export function isRefusal({ code }: MessageView["ack"]): boolean {
  return code !== null && (/^[AC][ER]$/.test(code) || Number(code) >= 400);
}

/** What is unusual, and what it means. */
export const flagWords: Readonly<Record<MessageFlag, { label: string; means: string }>> = {
  control_id_reused: {
    label: "Number used before",
    means: "The sender gave this control id to another message before. Both are kept and processed.",
  },
  edited: { label: "Edited", means: "Somebody changed the message before it was replayed." },
  repeated: {
    label: "Came again",
    means: "The sender sent the same bytes more than once. It was processed once and answered the same.",
  },
  charset_wrong: {
    label: "Character set wrong",
    means: "The bytes are not of the character set that the message names. Some letters may be wrong.",
  },
};

export const eventState: Readonly<Record<TimelineEntry["event"], State>> = {
  received: { shape: "ok", word: "Received" },
  rejected: { shape: "bad", word: "Refused" },
  acknowledged: { shape: "ok", word: "Answered" },
  answer_lost: { shape: "warn", word: "Answer lost" },
  repeated: { shape: "warn", word: "Came again" },
  processed: { shape: "ok", word: "Processed" },
  failed: { shape: "bad", word: "Failed" },
  replayed: { shape: "run", word: "Replayed" },
  settled: { shape: "ok", word: "Settled" },
  sent: { shape: "ok", word: "Sent" },
  replied: { shape: "ok", word: "Application answer" },
  made: { shape: "ok", word: "Made" },
};

export const mappingWords: Readonly<Record<ReplayMapping, { label: string; means: string }>> = {
  same: {
    label: "As it was",
    means: "With the field mappings that were in force when it was first processed.",
  },
  newest: { label: "Newest", means: "With the field mappings as they are now." },
};

/** Whether Carelane can process it once more: what it sent is sent again by what sent it. */
export function canReplay({ direction, kind }: Pick<MessageView, "direction" | "kind">): boolean {
  return direction === "in" && kind === "hl7v2";
}

/** Whether a filter finds any that can be processed once more. */
export function findsReplayable({ direction = "in", kind = "hl7v2" }: MessageFilter): boolean {
  return canReplay({ direction, kind });
}

/** Whether it only tells what was left as it is: the message was processed without. */
export function isRemark({ code }: Pick<MessageError, "code">): boolean {
  return code === "value_not_taken";
}

/** As what the endpoint that a message went to stands among what it tells of. */
export const endpointEntity = "webhook_endpoints";

/** What a replay does, before it is done. */
export function replayWords(party: string): string {
  return `Carelane processes it again as a new message and writes what it says into the records. Nothing is sent to ${party}, and the original stays as it is.`;
}
