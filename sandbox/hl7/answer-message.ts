/** Plays a vendor at its MLLP port: faults first, then what the vendor itself makes of the message. */
import { setTimeout as delay } from "node:timers/promises";
import type { Faults } from "@/sandbox/framework/faults";
import type { RequestLog } from "@/sandbox/framework/request-log";
import type { Inbox } from "@/sandbox/hl7/inbox";
import { answerTo, Message, MessageRefusal } from "@/sandbox/hl7/message";

interface Stage {
  readonly faults: Faults;
  readonly log: RequestLog;
}

const method = "MLLP";
const defaultLatencyMs = 1_000;
/** The nearest that HTTP has, so that one log tells of all calls. */
const statuses: Record<MessageRefusal["code"], number> = { AE: 422, AR: 400 };

function filed(inbox: Inbox, message: Message | undefined): MessageRefusal | undefined {
  try {
    if (!message) throw new MessageRefusal("AR", "100", "This is no message");
    inbox(message);
    return undefined;
  } catch (error) {
    if (error instanceof MessageRefusal) return error;
    throw error;
  }
}

/** What a message is answered; undefined where the connection is to break. The fault `drop` breaks it once it is filed. */
export async function answerMessage(
  { faults, log }: Stage,
  vendor: string,
  inbox: Inbox,
  text: string,
): Promise<string | undefined> {
  const startedAtMs = Date.now();
  const message = Message.read(text);
  const path = `/${vendor}/hl7/${message?.type ?? ""}`;
  const target = { vendor, method, pathAndQuery: path };
  const latency = faults.take("latency", target);
  if (latency) await delay(latency.ms ?? defaultLatencyMs);
  const isLeftLying = faults.take("unfiled", target) !== undefined;
  const refusal = faults.take("nack", target)
    ? new MessageRefusal("AE", "207", "Application internal error")
    : filed(isLeftLying ? () => undefined : inbox, message);
  const isLost = faults.take("drop", target) !== undefined;
  log.record(vendor, {
    at: new Date(startedAtMs).toISOString(),
    method,
    path,
    query: "",
    status: isLost ? 0 : refusal ? statuses[refusal.code] : 200,
    ms: Date.now() - startedAtMs,
    bodyBytes: Buffer.byteLength(text),
  });
  return isLost ? undefined : answerTo(message, refusal);
}
