/** Calls for messages that wait although nobody was called for them, as after a crash between the two. */
import { withSystem } from "@/lib/platform/db";
import { handle } from "@/lib/queue";
import { callProcessor } from "../call-processor";
import { findForgotten } from "../jobs";

interface Forgotten {
  organizationId: string;
  integrationId: string;
}

export const findForgottenHandler = handle(findForgotten, async () => {
  const forgotten = await withSystem("reconciler", (tx) =>
    tx.query<Forgotten>(
      `select i.organization_id as "organizationId", i.id as "integrationId" from integrations i
        where i.status = 'active' and exists (
          select 1 from messages m where m.integration_id = i.id and m.processing = 'RECEIVED'
             and m.received_at < now() - interval '2 seconds'
             and coalesce(m.next_attempt_at, m.received_at) < now())`,
    ),
  );
  for (const { organizationId, integrationId } of forgotten) callProcessor(organizationId, integrationId);
});
