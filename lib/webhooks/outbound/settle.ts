/** What follows from a try: the delivery's next one or its end, and the endpoint's when it has failed for too long. */
import { recordAudit } from "@/lib/audit";
import { systemActor } from "@/lib/auth";
import { now, nowMs } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { enqueue } from "@/lib/queue";
import { type NextDelivery, recordTry } from "./delivery-store";
import type { EndpointRow } from "./endpoint-store";
import { wakeEndpoint } from "./jobs";
import { nextDelayMs } from "./retry-schedule";
import type { Sent } from "./send";

/** As Svix has it: five days without one success, and not just a few tries. */
const patienceMs = 5 * 24 * 3_600_000;
const patienceTries = 20;

interface Failing {
  readonly failures: number;
  readonly failingSince: Date | null;
}

function whyDisabled({ gone }: Sent, { failures, failingSince }: Failing): string | null {
  if (gone) return "It answered 410 Gone: it wants nothing more";
  const sinceMs = failingSince ? nowMs() - failingSince.getTime() : 0;
  if (failures < patienceTries || sinceMs < patienceMs) return null;
  return `Every one of ${failures} tries since ${failingSince?.toISOString()} failed`;
}

async function countForEndpoint(tx: Tx, endpoint: EndpointRow, sent: Sent): Promise<void> {
  const failing = await tx.one<Failing>(
    `update webhook_endpoints
        set last_delivery_at = $2, failures = case when $3 then 0 else failures + 1 end,
            failing_since = case when $3 then null else coalesce(failing_since, $2) end
      where id = $1 returning failures, failing_since as "failingSince"`,
    [endpoint.id, now(), sent.delivered],
  );
  const reason = failing && !sent.delivered ? whyDisabled(sent, failing) : null;
  if (reason === null) return;
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

/** Records a try. The caller has prepared the audit trail. */
export async function settle(
  tx: Tx,
  endpoint: EndpointRow,
  delivery: NextDelivery,
  sent: Sent,
): Promise<void> {
  const ended = sent.delivered || sent.gone;
  const delayMs = ended ? null : nextDelayMs(endpoint, delivery.tries + 1, Math.random(), sent.askedMs);
  const nextAt = delayMs === null ? null : new Date(nowMs() + delayMs);
  const status = sent.delivered ? "DELIVERED" : nextAt ? "FAILED" : "DEAD";
  await recordTry(tx, delivery.id, sent.attempt, status, nextAt);
  await countForEndpoint(tx, endpoint, sent);
  if (!nextAt) return;
  const { id: endpointId, organizationId } = endpoint;
  await enqueue(tx, wakeEndpoint, { endpointId, organizationId }, { organizationId, runAt: nextAt });
}
