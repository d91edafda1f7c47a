/** One try to deliver an output: what the receiver said, in the same words for every kind of destination. */
import type { MessageReceiver } from "@/lib/connectors/contract";
import { receiverIn } from "@/lib/connectors/protocols/hl7v2-write";
import { loadConnectorContext } from "@/lib/integrations";
import { deliverOnce } from "@/lib/messages";
import type { MessageKind } from "@/lib/messages/schema";
import { now } from "@/lib/platform/clock";
import { isCarelaneError } from "@/lib/platform/errors";
import { refusalWords, tryCall } from "@/lib/webhooks";
import { openSecrets } from "../definition/secrets";
import { channelErrors } from "../errors";
import { hopsHeader } from "../hops";
import type { ChannelAttempt, DestinationDefinition } from "../schema";
import type { DestinationRow } from "./destination";

export interface Output {
  readonly id: string;
  readonly kind: MessageKind;
  readonly body: Buffer;
  readonly hops: number;
}

export interface Tried {
  readonly attempt: ChannelAttempt;
  readonly delivered: boolean;
  /** It will never be taken as it is. */
  readonly hopeless: boolean;
  /** As an HTTP status: below 500 the message was refused and the receiver is well. Null without an answer. */
  readonly status: number | null;
  /** The wait that the receiver asked for, in milliseconds. */
  readonly askedMs?: number;
  /** The beginning of it where it came over HTTP. */
  readonly answer: Buffer | null;
}

type Kind<Name extends DestinationDefinition["kind"]> = Extract<DestinationDefinition, { kind: Name }>;

const timeoutMs = 15_000;
const refused = 422;

const mediaTypes: Partial<Record<MessageKind, string>> = {
  hl7v2: "application/hl7-v2",
  fhir: "application/fhir+json",
};

/** What an error of ours says of a try; any other is thrown on. */
export function failureOf(error: unknown, at: Date, startedAt: number): Tried {
  const words = refusalWords(error);
  const isInvalid = isCarelaneError(error) && error.kind === "invalid";
  const durationMs = Math.round(performance.now() - startedAt);
  return {
    attempt: { at: at.toISOString(), code: null, durationMs, error: words },
    delivered: false,
    hopeless: isInvalid,
    status: isInvalid ? refused : null,
    answer: null,
  };
}

async function overHttp(
  row: DestinationRow,
  to: Kind<"http">,
  output: Output,
  signal: AbortSignal,
): Promise<Tried> {
  const { headers } = await openSecrets(row, row);
  const call = {
    method: to.method,
    url: to.url,
    headers: {
      "content-type": mediaTypes[output.kind] ?? "application/json",
      "idempotency-key": output.id,
      [hopsHeader]: String(output.hops),
      ...headers,
    },
    body: output.body,
    timeoutMs,
  };
  const { attempt, delivered, over, askedMs } = await tryCall(call, signal);
  const { at, status, durationMs, error, response } = attempt;
  return {
    attempt: { at, code: status === null ? null : String(status), durationMs, error },
    delivered,
    hopeless: over !== undefined,
    status,
    askedMs,
    answer: response === null ? null : Buffer.from(response),
  };
}

async function overMllp(
  { id }: DestinationRow,
  to: MessageReceiver,
  { kind, body }: Output,
  signal: AbortSignal,
): Promise<Tried> {
  if (kind !== "hl7v2") {
    throw channelErrors.output_refused({ detail: "It takes HL7 v2 alone: choose hl7v2 in the mapping." });
  }
  const [at, startedAt] = [now(), performance.now()];
  const { code, isAccepted, reason, answer } = await deliverOnce(id, to, body, signal);
  const error = isAccepted ? null : `It answered ${code}${reason ? `: ${reason}` : ""}.`;
  const durationMs = Math.round(performance.now() - startedAt);
  return {
    attempt: { at: at.toISOString(), code, durationMs, error },
    delivered: isAccepted,
    hopeless: false,
    status: isAccepted ? 200 : refused,
    answer,
  };
}

async function receiverOf(row: DestinationRow, { host, port, tls }: Kind<"mllp">): Promise<MessageReceiver> {
  if (!tls) return { host, port };
  const { tlsKey: key } = await openSecrets(row, row);
  const { ca, certificate: cert, servername } = tls;
  return {
    host,
    port,
    tls: {
      ...(ca && { ca }),
      ...(cert && { cert }),
      ...(key && { key }),
      ...(servername && { servername }),
    },
  };
}

async function addressOf(
  row: DestinationRow,
  { integrationId }: Kind<"integration">,
): Promise<MessageReceiver> {
  const { context } = await loadConnectorContext(row, integrationId, "push");
  const receiver = receiverIn(context.config);
  if (receiver) return receiver;
  throw channelErrors.output_refused({
    detail: "The integration's settings name no HL7 v2 address: add it, then retry.",
  });
}

async function send(row: DestinationRow, output: Output, signal: AbortSignal): Promise<Tried> {
  const { definition: to } = row;
  switch (to.kind) {
    case "http":
      return overHttp(row, to, output, signal);
    case "mllp":
      return overMllp(row, await receiverOf(row, to), output, signal);
    case "integration":
      return overMllp(row, await addressOf(row, to), output, signal);
    case "webhook":
      throw new TypeError("What goes to a webhook is handed over");
    default:
      return to satisfies never;
  }
}

/** Sends an output. Failures of the receiver are an answer; what is thrown is our own, or the reason of `signal`. */
export async function tryDelivery(row: DestinationRow, output: Output, signal: AbortSignal): Promise<Tried> {
  const [at, startedAt] = [now(), performance.now()];
  try {
    return await send(row, output, signal);
  } catch (error) {
    signal.throwIfAborted();
    return failureOf(error, at, startedAt);
  }
}
