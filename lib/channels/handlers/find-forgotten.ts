/** Calls for what waits although nobody was called for it, as after a crash, or when a job was given up. */
import { callChannels } from "@/lib/messages";
import { withSystem } from "@/lib/platform/db";
import { enqueueUnlessWaiting, handle } from "@/lib/queue";
import { type DestinationRef, deliverOutputs, findForgottenChannels } from "../jobs";

interface ForgottenChannel {
  id: string;
  organizationId: string;
}

export const findForgottenChannelsHandler = handle(findForgottenChannels, async () => {
  const channels = await withSystem("reconciler", async (tx) => {
    const destinations = await tx.query<DestinationRef>(
      `select d.id as "destinationId", d.organization_id as "organizationId"
         from channel_destinations d join channels c on c.id = d.channel_id
        where c.status <> 'STOPPED' and coalesce(d.held_until, '-infinity') < now()
          and exists (select 1 from channel_deliveries o
             where o.destination_id = d.id and o.ended_at is null
               and o.next_attempt_at < now() - interval '1 minute')`,
    );
    for (const destination of destinations) {
      await enqueueUnlessWaiting(tx, deliverOutputs, destination, {
        organizationId: destination.organizationId,
      });
    }
    return tx.query<ForgottenChannel>(
      `select c.id, c.organization_id as "organizationId" from channels c
        where c.status = 'RUNNING'
          and (select t.taken_at from channel_messages t
                where t.channel_id = c.id and t.state = 'WAITING' order by t.seq limit 1) < now() - interval '2 seconds'`,
    );
  });
  for (const { organizationId, id } of channels) callChannels(organizationId, [id]);
});
