/** The jobs of messages. Imported by producers and by the worker; imports no handler. */
import { z } from "zod";
import { defineJob } from "@/lib/queue";

/** Makes records of what an integration's messages tell, in their order. Its handler is lib/sync's. */
export const processMessages = defineJob({
  name: "messages.process",
  queue: "webhooks",
  payload: z.object({ organizationId: z.guid(), integrationId: z.guid() }),
  lane: ({ integrationId }) => `messages-${integrationId}`,
});

/** Goes through what a channel has taken, in order. Its handler is lib/channels'. */
export const runChannel = defineJob({
  name: "channels.run",
  queue: "webhooks",
  payload: z.object({ organizationId: z.guid(), channelId: z.guid() }),
  lane: ({ channelId }) => `channel-${channelId}`,
});

/**
 * Sends a sender the application's answers to its messages, in their order. It is tried for a day: whoever waits for an
 * answer may send everything again.
 */
export const sendAnswers = defineJob({
  name: "messages.send_answers",
  queue: "webhooks",
  payload: z.object({
    organizationId: z.guid(),
    integrationId: z.guid(),
    answerIds: z.array(z.guid()),
  }),
  lane: ({ integrationId }) => `answers-${integrationId}`,
  retry: { retries: 14, firstDelayMs: 5_000 },
});

/** Finds messages whose processing nobody was called for, as after a crash. */
export const findForgotten = defineJob({
  name: "messages.find_forgotten",
  queue: "webhooks",
  payload: z.object({}),
  lane: () => "messages-forgotten",
  everySeconds: 5,
});

/** Finds messages on their way out whose process ended before it could note their answer. */
export const findUnanswered = defineJob({
  name: "messages.find_unanswered",
  queue: "webhooks",
  payload: z.object({}),
  lane: () => "messages-unanswered",
  everySeconds: 30,
});

/** Makes room for the months to come, and drops what has served its time. */
export const keepPartitions = defineJob({
  name: "messages.keep_partitions",
  queue: "webhooks",
  payload: z.object({}),
  lane: () => "messages-partitions",
  everySeconds: 3_600,
});

/** Replays what a filter finds, in rounds. */
export const replayMessages = defineJob({
  name: "messages.replay",
  queue: "webhooks",
  payload: z.object({ organizationId: z.guid(), replayId: z.guid() }),
  lane: ({ replayId }) => `replay-${replayId}`,
});
