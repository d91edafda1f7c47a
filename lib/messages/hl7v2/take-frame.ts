/** Takes a frame of MLLP: reads as much as is needed to know whose it is, stores it, and says what to answer. */
import { type Message, parseMessage } from "@/lib/hl7";
import { inBatches } from "@/lib/platform/batches";
import { now } from "@/lib/platform/clock";
import { shared } from "@/lib/platform/container";
import { createLogger } from "@/lib/platform/logger";
import { callProcessor } from "../call-processor";
import { type IncomingMessage, storeMessages, type Taken } from "../take-messages";
import { tellScreens } from "../tell-screens";
import { answerToRefused, answerToStored, answerToUnreadable, type Decided, written } from "./answer";
import { factsOf, readBody } from "./facts";
import { findSender, type Peer } from "./senders";

const log = createLogger("messages");

/** A batch should be stored within milliseconds, so that nobody in it waits for long. */
const mostTogether = 100;

type Store = (message: IncomingMessage) => Promise<Taken>;

const stores = () => shared("message-stores", () => new Map<string, Store>());

function storeOf(organizationId: string): Store {
  const known = stores().get(organizationId);
  if (known) return known;
  const store = inBatches<IncomingMessage, Taken>(
    (messages) => storeMessages(organizationId, messages),
    mostTogether,
  );
  stores().set(organizationId, store);
  return store;
}

const unreadable = {
  code: "hl7_unparseable",
  title: "This is no HL7 v2 message",
  detail: "It has to begin with MSH and a separator, and to be one message.",
};

const unknownSender = {
  code: "sender_unknown",
  title: "Nobody here takes messages of this sender",
  detail:
    "Add an integration of the HL7 v2 connector that names its MSH-3 and MSH-4, then replay the message.",
};

/** What came of a frame. */
export interface TakenFrame {
  /** Absent where nobody here can be told to have it. */
  readonly messageId?: string;
  readonly organizationId?: string;
  readonly answer: Buffer | null;
}

function decide(message: Message | undefined, isKnown: boolean, at: Date): Decided {
  if (!message) return answerToUnreadable(at, "not an HL7 v2 message");
  if (isKnown) return answerToStored(message, at);
  return answerToRefused(message, at, { code: "key_unknown", severity: "error", text: "unknown sender" });
}

/**
 * Stores a frame's message and answers what to send back: when this resolves, what was accepted is in the database.
 * Throws what the database throws; nothing was accepted then.
 */
export async function takeFrame(frame: Uint8Array, peer: Peer): Promise<TakenFrame> {
  const receivedAt = now();
  const read = readBody(frame);
  const { message } = read;
  const sender = await findSender(message, peer);
  const decided = decide(message, sender.state === "known", receivedAt);
  const answer = decided.answer === null ? null : written(decided.answer, read.encoding);
  const { organizationId } = sender;
  if (organizationId === undefined) {
    log.warn("A message of an unknown sender names no organization of ours in MSH-6 and is refused", {
      peer: peer.address,
    });
    return { answer };
  }
  const isKnown = sender.state === "known";
  const { uniqueBy, ...facts } = factsOf(read);
  const taken = await storeOf(organizationId)({
    organizationId,
    integrationId: isKnown ? sender.integrationId : null,
    kind: "hl7v2",
    ...facts,
    body: frame,
    receivedAt,
    processing: isKnown ? "RECEIVED" : "REJECTED",
    ack: decided.ack,
    answer,
    ...(!isKnown && { refusal: message ? unknownSender : unreadable }),
    // What was refused is not kept from being accepted once its sender is known.
    ...(isKnown && { uniqueBy }),
  });
  tellScreens(organizationId);
  if (isKnown && taken.state === "stored") callProcessor(organizationId, sender.integrationId);
  return { messageId: taken.id, organizationId, answer: taken.answer };
}

/**
 * Stores a message that was sent to a channel, and answers what to send back. Throws `hl7_unparseable` for what is no
 * message, and `channel_stopped`.
 */
export async function takeSent(
  organizationId: string,
  channelId: string,
  body: Uint8Array,
  hops: number,
): Promise<Taken> {
  const receivedAt = now();
  const read = readBody(body);
  const message = read.message ?? parseMessage(read.text);
  const { ack, answer } = answerToStored(message, receivedAt);
  const taken = await storeOf(organizationId)({
    organizationId,
    integrationId: null,
    channelId,
    hops,
    kind: "hl7v2",
    ...factsOf(read),
    body,
    receivedAt,
    processing: "RECEIVED",
    ack: { ...ack, state: answer === null ? "NOT_OWED" : "SENT" },
    answer: answer === null ? null : written(answer, read.encoding),
  });
  tellScreens(organizationId);
  return taken;
}
