/** The job of inbound notifications. Imported by its producer and by the worker; imports no handler. */
import { z } from "zod";
import { defineJob } from "@/lib/queue";

/** Has what an integration's vendor said has changed read again. */
export const followNotifications = defineJob({
  name: "webhooks.follow_notifications",
  queue: "webhooks",
  payload: z.object({ organizationId: z.guid(), integrationId: z.guid() }),
  lane: ({ integrationId }) => `notified-${integrationId}`,
});
