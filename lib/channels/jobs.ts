/** The jobs of channels. Imported by producers and by the worker; imports no handler. */
import { z } from "zod";
import { defineJob } from "@/lib/queue";

const destinationRef = z.object({ organizationId: z.guid(), destinationId: z.guid() });
export type DestinationRef = z.output<typeof destinationRef>;

/** Sends what a destination is due, in order and one at a time: a dead destination holds up no other. */
export const deliverOutputs = defineJob({
  name: "channels.deliver",
  queue: "webhooks",
  payload: destinationRef,
  lane: ({ destinationId }) => `channel-destination-${destinationId}`,
});

/** Waits for the time of a further try outside the destination's lane, so that it keeps nobody from looking earlier. */
export const wakeDestination = defineJob({
  name: "channels.wake",
  queue: "webhooks",
  payload: destinationRef,
});

/** Finds what waits although nobody was called for it, as after a crash. */
export const findForgottenChannels = defineJob({
  name: "channels.find_forgotten",
  queue: "webhooks",
  payload: z.object({}),
  lane: () => "channels-forgotten",
  everySeconds: 5,
});

/** Deletes what has served its time. */
export const sweepChannels = defineJob({
  name: "channels.sweep",
  queue: "transformations",
  payload: z.object({}),
  lane: () => "channels-sweep",
  everySeconds: 600,
});
