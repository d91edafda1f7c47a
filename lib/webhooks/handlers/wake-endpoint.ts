/** The time of a further try has come: looks after the endpoint in its own lane. */
import { withOrganization } from "@/lib/platform/db";
import { enqueue, handle, nudge } from "@/lib/queue";
import { deliverWebhooks, wakeEndpoint } from "../outbound/jobs";

export const wakeEndpointHandler = handle(wakeEndpoint, async ({ payload, complete }) => {
  const { organizationId } = payload;
  await withOrganization({ organizationId }, async (tx) => {
    await enqueue(tx, deliverWebhooks, payload, { organizationId });
    await complete(tx);
  });
  nudge();
});
