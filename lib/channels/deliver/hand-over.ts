/** Outputs that stay with us: taken in by an integration, or put into a webhook's own queue. */
import { findIntegration } from "@/lib/integrations";
import { factsOf, readBody, takeFromChannel } from "@/lib/messages";
import { now } from "@/lib/platform/clock";
import type { Vault } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import { sendMessageByWebhook } from "@/lib/webhooks";
import { channelErrors } from "../errors";
import type { DestinationRow } from "./destination";
import { failureOf, type Output, type Tried } from "./try-delivery";

/** Why an output cannot be handed over; undefined when it was. */
type Obstacle = ReturnType<typeof channelErrors.output_refused> | undefined;

async function takeIn(
  tx: Tx,
  vault: Vault,
  organizationId: string,
  integrationId: string,
  { kind, body, hops }: Output,
): Promise<Obstacle> {
  if (kind !== "hl7v2") {
    return channelErrors.output_refused({ detail: "Only HL7 v2 is taken in: choose hl7v2 in the mapping." });
  }
  if (!(await findIntegration(tx, integrationId))) {
    return channelErrors.output_refused({
      detail: "The integration is gone: choose another in the channel, then send the message again.",
    });
  }
  const { uniqueBy: _, ...facts } = factsOf(readBody(body));
  await takeFromChannel(tx, vault, {
    organizationId,
    integrationId,
    kind,
    ...facts,
    body,
    hops,
    receivedAt: now(),
    processing: "RECEIVED",
    ack: { code: null, state: "NOT_OWED", text: null },
    answer: null,
  });
  return undefined;
}

/** Hands an output over in the transaction that settles it: exactly once. */
export async function handOver(
  tx: Tx,
  vault: Vault,
  { definition: to, organizationId }: DestinationRow,
  output: Output,
): Promise<Tried> {
  const [at, startedAt] = [now(), performance.now()];
  let obstacle: Obstacle;
  if (to.kind === "integration") {
    obstacle = await takeIn(tx, vault, organizationId, to.integrationId, output);
  } else if (to.kind === "webhook" && !(await sendMessageByWebhook(tx, to.webhookId, output.id))) {
    obstacle = channelErrors.webhook_disabled({ detail: "Enable it; what waits is sent then." });
  }
  if (obstacle) return failureOf(obstacle, at, startedAt);
  const attempt = { at: at.toISOString(), code: null, durationMs: 0, error: null };
  return { attempt, delivered: true, hopeless: false, status: 200, answer: null };
}
