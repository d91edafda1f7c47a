/** The jobs that follow from an integration's settings. Imported by producers and by the worker; imports no handler. */
import { z } from "zod";
import { defineJob } from "@/lib/queue";

/** Brings what a vendor is asked to tell of in line with the settings, and what does not work there back to work. */
export const keepSubscriptions = defineJob({
  name: "integrations.keep_subscriptions",
  queue: "webhooks",
  payload: z.object({ organizationId: z.guid(), integrationId: z.guid() }),
  lane: ({ integrationId }) => `subscriptions-${integrationId}`,
});
