/** Keeps the delivery log from growing for ever, and endpoints from being forgotten when their job was given up. */
import { withSystem } from "@/lib/platform/db";
import { enqueue, handle, sweep } from "@/lib/queue";
import { deliverWebhooks, type EndpointRef, sweepWebhooks } from "../outbound/jobs";

/** Deletes at most $1 events with their deliveries: what is not delivered after a month is of no use any more. */
const outdated = `
  delete from webhook_events where id in (
    select id from webhook_events where at < now() - interval '30 days' limit $1)`;

async function wakeForgotten(): Promise<void> {
  await withSystem("reconciler", async (tx) => {
    const forgotten = await tx.query<EndpointRef>(
      `select e.id as "endpointId", e.organization_id as "organizationId" from webhook_endpoints e
        where e.enabled and exists (
          select 1 from webhook_deliveries d
           where d.endpoint_id = e.id and d.finished_at is null
             and d.next_attempt_at < now() - interval '1 minute')`,
    );
    for (const endpoint of forgotten) {
      await enqueue(tx, deliverWebhooks, endpoint, { organizationId: endpoint.organizationId });
    }
  });
}

export const sweepWebhooksHandler = handle(sweepWebhooks, async (context) => {
  const outcome = await sweep(context, [outdated]);
  if (!outcome) await wakeForgotten();
  return outcome;
});
