/**
 * The ways to receivers: one connection for each integration or destination of a channel, and process, over which messages
 * go in their order.
 */
import type { MessageReceiver } from "@/lib/connectors/contract";
import { decodeMessage, parseMessage } from "@/lib/hl7";
import { MllpClient } from "@/lib/hl7/mllp";
import { createClient } from "@/lib/http/client";
import { shared } from "@/lib/platform/container";
import { env } from "@/lib/platform/env";
import { isCarelaneError } from "@/lib/platform/errors";

/** Sends bytes and answers what came back. */
export type Line = (body: Buffer) => Promise<Buffer>;

interface OpenLine {
  readonly address: string;
  readonly send: Line;
  readonly close: () => void;
}

const openLines = () => shared("message-lines", () => new Map<string, OpenLine>());

function names(answer: Buffer, field: "MSA-2" | "MSH-10"): string | undefined {
  try {
    return parseMessage(decodeMessage(answer).text).text(field);
  } catch (error) {
    if (!isCarelaneError(error)) throw error;
    return undefined;
  }
}

function overMllp(to: Exclude<MessageReceiver, { readonly url: string }>): Omit<OpenLine, "address"> {
  const timeoutMs = env().OUTBOUND_TIMEOUT_MS;
  const client = new MllpClient({
    ...to,
    // With the turn before it and the answer after it, no message takes longer than the term of what is being sent.
    connectTimeoutMs: timeoutMs / 4,
    answerTimeoutMs: timeoutMs,
    isAnswerTo: (answer, message) => names(answer, "MSA-2") === names(message, "MSH-10"),
  });
  return { send: async (body) => (await client.send(body)).answer, close: () => void client.close() };
}

function overHttp(url: string): Omit<OpenLine, "address"> {
  const client = createClient({ name: "hl7v2" });
  return {
    send: async (body) => {
      const headers = { "content-type": "application/hl7-v2", accept: "application/hl7-v2" };
      // Receivers send their refusals under statuses of errors too; what counts is the answer's own word.
      const expect = (status: number) => status < 300 || status === 400 || status === 422;
      return Buffer.from((await client.request({ method: "POST", url, headers, body, expect })).bytes);
    },
    close: () => undefined,
  };
}

/** The line of an integration or destination to its receiver, opened where none is or where it led elsewhere. */
export function lineTo(ownerId: string, to: MessageReceiver): Line {
  const address = JSON.stringify(to);
  const known = openLines().get(ownerId);
  if (known?.address === address) return known.send;
  known?.close();
  const line = { address, ...("url" in to ? overHttp(to.url) : overMllp(to)) };
  openLines().set(ownerId, line);
  return line.send;
}
