/** What follows from a try: the delivery's next one or its end, and the endpoint's when it has failed for too long. */
import { recordAudit } from "@/lib/audit";
import { systemActor } from "@/lib/auth";
import { now, nowMs } from "@/lib/platform/clock";
import type { Vault } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import { enqueue } from "@/lib/queue";
import { recordTry } from "./delivery-store";
import type { EndpointRow } from "./endpoint-store";
import { wakeEndpoint } from "./jobs";
import { keepDelivery } from "./keep-delivery";
import type { Due } from "./protocol";
import { holdMs, nextDelayMs } from "./retry-schedule";
import type { Sent } from "./send";

/** As Svix has it: five days without one success, and not just a few tries. */
const patienceMs = 5 * 24 * 3_600_000;
const patienceTries = 20;

interface Failing {
  readonly failures: number;
  readonly failingSince: Date | null;
}

function whyDisabled({ over }: Sent, { failures, failingSince }: Failing): string | null {
  if (over !== undefined) return over;
  const sinceMs = failingSince ? nowMs() - failingSince.getTime() : 0;
  if (failures < patienceTries || sinceMs < patienceMs) return null;
  return `Every one of ${failures} tries since ${failingSince?.toISOString()} failed`;
}

async function countForEndpoint(tx: Tx, endpoint: EndpointRow, sent: Sent): Promise<Failing | undefined> {
  return tx.one<Failing>(
    `update webhook_endpoints
        set last_delivery_at = $2, failures = case when $3 then 0 else failures + 1 end,
            failing_since = case when $3 then null else coalesce(failing_since, $2) end, last_error = $4, held_until = null
      where id = $1 returning failures, failing_since as "failingSince"`,
    [endpoint.id, now(), sent.delivered, sent.attempt.error],
  );
}

async function disable(tx: Tx, endpoint: EndpointRow, reason: string): Promise<void> {
  await tx.execute("update webhook_endpoints set enabled = false, disabled_reason = $2 where id = $1", [
    endpoint.id,
    reason,
  ]);
  const carelane = systemActor(endpoint.organizationId, {
    kind: "system",
    id: endpoint.id,
    name: "Carelane",
  });
  await recordAudit(tx, carelane, {
    action: "webhook.disabled",
    entity: "webhook_endpoints",
    recordId: endpoint.id,
    target: { reason },
  });
}

function wakeAt(tx: Tx, { id: endpointId, organizationId }: EndpointRow, runAt: Date): Promise<unknown> {
  return enqueue(tx, wakeEndpoint, { endpointId, organizationId }, { organizationId, runAt });
}

/** Leaves the endpoint alone until `until`: what its receiver could not take now waits untried. */
async function hold(tx: Tx, endpoint: EndpointRow, until: Date): Promise<void> {
  await tx.execute("update webhook_endpoints set held_until = $2 where id = $1", [endpoint.id, until]);
  await wakeAt(tx, endpoint, until);
}

/** Records a try; `vault` is that of messages. The caller has prepared the audit trail. */
export async function settle(tx: Tx, vault: Vault, { endpoint, delivery }: Due, sent: Sent): Promise<void> {
  const { delivered, over, askedMs, attempt } = sent;
  const ended = delivered || over !== undefined;
  const delayMs = ended ? null : nextDelayMs(endpoint, delivery.tries + 1, Math.random(), askedMs);
  const nextAt = delayMs === null ? null : new Date(nowMs() + delayMs);
  const status = delivered ? "DELIVERED" : nextAt ? "FAILED" : "DEAD";
  await recordTry(tx, delivery.id, attempt, status, nextAt);
  await keepDelivery(tx, vault, { endpoint, delivery, sent, status, nextAttemptAt: nextAt });
  const failing = await countForEndpoint(tx, endpoint, sent);
  if (nextAt) await wakeAt(tx, endpoint, nextAt);
  if (delivered || !failing) return;
  const reason = whyDisabled(sent, failing);
  if (reason !== null) return disable(tx, endpoint, reason);
  const heldMs = holdMs(attempt.status, failing.failures, delayMs, askedMs);
  if (heldMs > 0) await hold(tx, endpoint, new Date(nowMs() + heldMs));
}
