/** The jobs of outbound webhooks. Imported by producers and by the worker; imports no handler. */
import { z } from "zod";
import { defineJob } from "@/lib/queue";

const endpointRef = z.object({ organizationId: z.guid(), endpointId: z.guid() });
export type EndpointRef = z.output<typeof endpointRef>;

/** Sends what an endpoint is due, in order and one at a time: a slow endpoint holds up no other. */
export const deliverWebhooks = defineJob({
  name: "webhooks.deliver",
  queue: "webhooks",
  payload: endpointRef,
  lane: ({ endpointId }) => `webhook-${endpointId}`,
});

/** Waits for the time of a further try outside the endpoint's lane, so that it keeps nobody from looking earlier. */
export const wakeEndpoint = defineJob({ name: "webhooks.wake", queue: "webhooks", payload: endpointRef });

/** Deletes events that have served their time, and wakes endpoints whose delivery was forgotten. */
export const sweepWebhooks = defineJob({
  name: "webhooks.sweep",
  queue: "transformations",
  payload: z.object({}),
  lane: () => "webhooks.sweep",
  everySeconds: 600,
});
