/** Shapes of channels, safe to import in the browser. */
import { z } from "zod";
import { messageKinds } from "@/lib/messages/schema";
import {
  channelMappingSchema,
  channelSourceSchema,
  destinationRequestSchema,
  destinationSchema,
  queuedDestinationSchema,
} from "./definition/schema";

export * from "./definition/schema";

/** STOPPED takes nothing and sends nothing, and keeps what waits. ERROR: it cannot run as it is defined; `problem` says why. */
export const channelStatuses = ["RUNNING", "STOPPED", "ERROR"] as const;
export type ChannelStatus = (typeof channelStatuses)[number];

const filterText = z
  .string()
  .trim()
  .min(1)
  .max(10_000)
  .describe("JSONata over the message: what it finds true goes on. lib/channels/README.md says what it sees");

const name = z.string().trim().min(1).max(200);
const destinations = z.array(destinationRequestSchema).max(50);

export const channelRequestSchema = z
  .object({
    name: name.describe("No two channels have the same"),
    status: z.enum(["RUNNING", "STOPPED"]).default("STOPPED"),
    source: channelSourceSchema,
    filter: filterText.nullish(),
    mapping: channelMappingSchema.prefault({}),
    destinations: destinations.default([]),
  })
  .meta({ id: "ChannelRequest" });
export type ChannelRequest = z.output<typeof channelRequestSchema>;

/** Only the keys that are sent change; null clears. Anything but name and status makes a new version. */
export const channelChangeSchema = z
  .object({
    name,
    status: z.enum(["RUNNING", "STOPPED"]),
    source: channelSourceSchema,
    filter: filterText.nullable(),
    mapping: channelMappingSchema.nullable(),
    destinations: destinations.nullable(),
  })
  .partial()
  .meta({ id: "ChannelChange" });
export type ChannelChange = z.output<typeof channelChangeSchema>;

const definition = {
  source: channelSourceSchema,
  filter: z.string().nullable(),
  mapping: channelMappingSchema,
} as const;

/** No more messages that failed are counted. */
export const mostFailedCounted = 100;

export const channelSchema = z
  .object({
    id: z.guid(),
    name: z.string(),
    status: z.enum(channelStatuses),
    problem: z.string().nullable().describe("In ERROR: why it cannot run, and what to do"),
    version: z.int().positive(),
    ...definition,
    destinations: z.array(queuedDestinationSchema),
    formerDestinations: z
      .array(queuedDestinationSchema)
      .describe(
        "Of earlier versions, as long as something waits for them or was given up: it still goes out there",
      ),
    waiting: z.int().nonnegative().describe("Messages that it has taken and not gone through yet"),
    failed: z
      .int()
      .nonnegative()
      .max(mostFailedCounted)
      .describe(
        `Messages that filter or mapping could not take; ${mostFailedCounted} stands for that many or more`,
      ),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Channel" });
export type ChannelView = z.input<typeof channelSchema>;

export const channelQuerySchema = z.object({ status: z.enum(channelStatuses).optional() });
export type ChannelQuery = z.output<typeof channelQuerySchema>;

export const channelVersionSchema = z
  .object({
    version: z.int().positive(),
    by: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
    at: z.iso.datetime(),
    restores: z.int().positive().nullable().describe("The version that it is a rollback to"),
    ...definition,
    destinations: z.array(destinationSchema),
  })
  .meta({ id: "ChannelVersion" });
export type ChannelVersionView = z.input<typeof channelVersionSchema>;

export const channelRollbackSchema = z.object({
  version: z.int().positive().describe("The version whose definition comes back, as a new version"),
});

export const channelTestSchema = z
  .object({
    messageIds: z.array(z.guid()).min(1).max(50),
    definition: z
      .object({ filter: filterText.nullable(), mapping: channelMappingSchema })
      .partial()
      .optional()
      .describe("What is not saved yet; what is left out is as the channel has it"),
  })
  .meta({ id: "ChannelTestRequest" });
export type ChannelTest = z.output<typeof channelTestSchema>;

const channelErrorSchema = z.object({
  path: z.string().describe("filter, mapping, a rule's target, or empty"),
  message: z.string().describe("Holds nothing of the message's content"),
});
export type ChannelError = z.output<typeof channelErrorSchema>;

export const channelTestResultSchema = z
  .object({
    messageId: z.guid(),
    filtered: z.boolean().describe("True where the filter keeps it from going on"),
    output: z.json().nullable().describe("Text where it is HL7 v2, else JSON; null where there is none"),
    outputKind: z.enum(messageKinds).nullable(),
    errors: z.array(channelErrorSchema),
  })
  .meta({ id: "ChannelTestResult" });
export type ChannelTestResult = z.output<typeof channelTestResultSchema>;

/**
 * FILTERED: the filter did not want it. FAILED: filter or mapping could not take it; it held up nobody. DISMISSED: it
 * failed, and a person let that be.
 */
export const channelMessageStates = ["WAITING", "FILTERED", "ROUTED", "FAILED", "DISMISSED"] as const;
export type ChannelMessageState = (typeof channelMessageStates)[number];

export const channelMessageSchema = z
  .object({
    messageId: z.guid().describe("Of an event there is a message once the channel has gone through it"),
    type: z.string(),
    takenAt: z.iso.datetime(),
    state: z.enum(channelMessageStates),
    version: z.int().positive().nullable().describe("Of the channel, by which it was gone through"),
    errors: z.array(channelErrorSchema),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "ChannelMessage" });
export type ChannelMessageView = z.output<typeof channelMessageSchema>;

export const channelMessageQuerySchema = z.object({ state: z.enum(channelMessageStates).optional() });

export const channelDismissSchema = z.object({
  messageIds: z.array(z.guid()).min(1).max(200).optional().describe("Without it all that failed"),
});
export type ChannelDismiss = z.output<typeof channelDismissSchema>;

/** PENDING was not tried, FAILED will be tried again, DEAD will not. */
export const channelDeliveryStates = ["PENDING", "DELIVERED", "FAILED", "DEAD"] as const;
export type ChannelDeliveryState = (typeof channelDeliveryStates)[number];

const channelAttemptSchema = z.object({
  at: z.iso.datetime(),
  code: z.string().nullable().describe("An HTTP status, or AA, AE, AR, CA, CE, CR; null without an answer"),
  durationMs: z.int().nonnegative(),
  error: z.string().nullable(),
});
export type ChannelAttempt = z.output<typeof channelAttemptSchema>;

export const channelDeliverySchema = z
  .object({
    id: z.guid().describe("Also the id of what goes out, among messages"),
    destinationId: z.guid(),
    sourceMessageId: z.guid(),
    state: z.enum(channelDeliveryStates),
    tries: z.int().nonnegative().describe("Since it was made or retried"),
    attempts: z.array(channelAttemptSchema).describe("The last fifty"),
    nextAttemptAt: z.iso.datetime().nullable(),
    waitsFor: z
      .guid()
      .nullable()
      .describe("The oldest delivery to the same destination that tells of the same patient, and goes first"),
    createdAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "ChannelDelivery" });
export type ChannelDeliveryView = z.output<typeof channelDeliverySchema>;

export const channelDeliveryQuerySchema = z.object({
  destinationId: z.guid().optional(),
  state: z.enum(channelDeliveryStates).optional(),
});
export type ChannelDeliveryQuery = z.output<typeof channelDeliveryQuerySchema>;

export const channelRetrySchema = z.object({
  destinationId: z.guid(),
  state: z.enum(["FAILED", "DEAD"]).default("DEAD"),
});
export type ChannelRetry = z.output<typeof channelRetrySchema>;

export const channelDropSchema = z.object({ destinationId: z.guid() });

/** How many messages or deliveries were put back, given up or dismissed. */
export const channelCountSchema = z.object({ count: z.int().nonnegative() });

export const takenMessageSchema = z.object({ messageId: z.guid() });
