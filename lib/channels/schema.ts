/** Shapes of channels, safe to import in the browser. */
import { z } from "zod";
import { fieldMappingSchema } from "@/lib/mapping/schema";
import { messageKinds } from "@/lib/messages/schema";
import { recordEntities } from "@/lib/records/schema";
import { eventPattern, retrySchema } from "@/lib/webhooks/schema";

/** STOPPED takes nothing and sends nothing, and keeps what waits. ERROR: it cannot run as it is defined; `problem` says why. */
export const channelStatuses = ["RUNNING", "STOPPED", "ERROR"] as const;
export type ChannelStatus = (typeof channelStatuses)[number];

const toWrite = (what: string) => ({ error: `write ${what}` });
const typeWords = toWrite("a message type such as ADT^A04, or ADT for all of its kind");
const hostWords = toWrite("a host name or an IP address");
const portWords = toWrite("a port from 1 to 65535");
const headerWords = toWrite("the name of an HTTP header that Carelane does not set itself");

const sourceSchemas = [
  z.object({
    kind: z.literal("mllp").describe("HL7 v2 messages that senders send"),
    integrationId: z.guid().nullish().describe("Only of this sender"),
    types: z
      .array(z.string().regex(/^[A-Z\d]{3}(\^[A-Z\d]{3})?$/, typeWords))
      .max(100)
      .default([])
      .describe("Whole, or as far as the ^; all where there are none"),
  }),
  z.object({ kind: z.literal("http").describe("What is sent to POST /api/channels/:id/messages") }),
  z.object({
    kind: z.literal("event").describe("What happens here"),
    types: z.array(eventPattern).min(1).max(50),
  }),
  z.object({
    kind: z.literal("sync").describe("Records that an integration changed here"),
    entities: z.array(z.enum(recordEntities)).min(1).max(recordEntities.length),
    integrationId: z.guid().nullish().describe("Only by this integration"),
  }),
] as const;

export const channelSourceSchema = z.discriminatedUnion("kind", sourceSchemas);
export type ChannelSource = z.output<typeof channelSourceSchema>;

const filterText = z
  .string()
  .trim()
  .min(1)
  .max(10_000)
  .describe("JSONata over the message: what it finds true goes on. lib/channels/README.md says what it sees");

export const channelOutputs = ["same", "fhir", "hl7v2", "json"] as const;
export type ChannelOutput = (typeof channelOutputs)[number];

const { localField, transform, required } = fieldMappingSchema.shape;

const ruleSchema = z.object({
  target: localField.describe("PID-3.4 in HL7 v2, a JSONPath in anything else"),
  source: localField.optional().describe("The same in the message that came; its whole without one"),
  transform: transform.describe("One step or several, as field mappings have them"),
  required,
});
export type ChannelRule = z.output<typeof ruleSchema>;

export const channelMappingSchema = z.object({
  to: z.enum(channelOutputs).default("same").describe("same without rules leaves every byte as it came"),
  rules: z.array(ruleSchema).max(500).default([]).describe("Places of the output that are written anew"),
});
export type ChannelMapping = z.output<typeof channelMappingSchema>;

/** A secret as it is read: what was read may be sent back and keeps it. */
const keptSecretSchema = z.object({
  set: z.literal(true),
  hint: z.string().optional().describe("How it ends"),
});
const secretSchema = z.union([z.string().min(1).max(100_000), keptSecretSchema]);

const pem = z
  .string()
  .trim()
  .startsWith("-----BEGIN ", toWrite("PEM, beginning with -----BEGIN"))
  .max(100_000);

const headerName = z
  .string()
  .regex(/^[\w!#$%&'*+.^`|~-]{1,200}$/, headerWords)
  .refine((name) => !/^(host|connection|content-length|transfer-encoding)$/i.test(name), headerWords);

const common = {
  id: z.guid().describe("The same in all versions"),
  retry: retrySchema,
} as const;

const address = {
  host: z.string().trim().min(1, hostWords).max(253, hostWords),
  port: z.int(portWords).min(1, portWords).max(65_535, portWords),
} as const;

/** The kinds of destinations; `Secret` is what stands for a secret. */
function destinationKinds<Secret extends z.ZodType>(secret: Secret) {
  const integration = z.object({
    kind: z.literal("integration"),
    integrationId: z.guid(),
    use: z
      .enum(["take", "send"])
      .default("take")
      .describe("take: comes in as a message of it. send: goes to its HL7 v2 address"),
  });
  const mllp = z.object({
    kind: z.literal("mllp"),
    ...address,
    tls: z
      .object({
        ca: pem.nullish().describe("Authorities of its certificate; those of the system without one"),
        certificate: pem.nullish().describe("Ours, where it asks for one"),
        key: secret.nullish().describe("Of our certificate, in PEM; sealed"),
        servername: z
          .string()
          .trim()
          .min(1)
          .max(253)
          .nullish()
          .describe("In its certificate, where not its host"),
      })
      .nullish()
      .describe("Without it the connection is not encrypted"),
  });
  const http = z.object({
    kind: z.literal("http"),
    url: z.string().max(2_000),
    method: z.enum(["POST", "PUT"]).default("POST"),
    headers: z.record(headerName, secret).default({}).describe("Values are sealed"),
  });
  const webhook = z.object({
    kind: z.literal("webhook").describe("By the webhook's own signed queue, as an event channel.message"),
    webhookId: z.guid(),
  });
  return [integration, mllp, http, webhook] as const;
}

const [integrationRequest, mllpRequest, httpRequest, webhookRequest] = destinationKinds(secretSchema);
const chosen = { id: common.id.optional(), retry: retrySchema.prefault({}) };

export const destinationRequestSchema = z.discriminatedUnion("kind", [
  integrationRequest.extend(chosen),
  mllpRequest.extend(chosen),
  httpRequest.extend(chosen),
  webhookRequest.extend(chosen),
]);
export type DestinationRequest = z.output<typeof destinationRequestSchema>;

const [integrationKind, mllpKind, httpKind, webhookKind] = destinationKinds(keptSecretSchema);

const destinationSchema = z.discriminatedUnion("kind", [
  integrationKind.extend(common),
  mllpKind.extend(common),
  httpKind.extend(common),
  webhookKind.extend(common),
]);
export type DestinationDefinition = z.output<typeof destinationSchema>;

const lane = {
  queue: z.object({
    waiting: z.int().nonnegative().describe("Goes out by itself"),
    failed: z.int().nonnegative().describe("Given up after its tries: DEAD deliveries"),
    oldestAt: z.iso.datetime().nullable().describe("Since when the oldest of both waits"),
  }),
  heldUntil: z.iso.datetime().nullable().describe("Nothing is sent before: the receiver is in trouble"),
} as const;

const queuedDestinationSchema = z.discriminatedUnion("kind", [
  integrationKind.extend(common).extend(lane),
  mllpKind.extend(common).extend(lane),
  httpKind.extend(common).extend(lane),
  webhookKind.extend(common).extend(lane),
]);
export type QueuedDestination = z.output<typeof queuedDestinationSchema>;

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

/** FILTERED: the filter did not want it. FAILED: filter or mapping could not take it; it held up nobody. */
export const channelMessageStates = ["WAITING", "FILTERED", "ROUTED", "FAILED"] as const;
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

/** How many deliveries were put back, or given up. */
export const channelCountSchema = z.object({ count: z.int().nonnegative() });

export const takenMessageSchema = z.object({ messageId: z.guid() });
