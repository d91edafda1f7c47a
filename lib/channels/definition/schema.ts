/** What a channel is defined by: where messages come from, what is made of them, and where they go. */
import { z } from "zod";
import { fieldMappingSchema } from "@/lib/mapping/schema";
import { recordEntities } from "@/lib/records/schema";
import { eventPattern, retrySchema } from "@/lib/webhooks/schema";

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

export const channelOutputs = ["same", "fhir", "hl7v2", "json"] as const;
export type ChannelOutput = (typeof channelOutputs)[number];

const { localField, transform, required } = fieldMappingSchema.shape;

const ruleSchema = z.object({
  target: localField.describe("PID-3.4 in HL7 v2, a JSONPath in anything else"),
  source: localField
    .optional()
    .describe("The same in the message that came; its whole without one, and nothing of a default"),
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

export const destinationSchema = z.discriminatedUnion("kind", [
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
    nextTryAt: z.iso
      .datetime()
      .nullable()
      .describe("When the first of those that failed is tried again; later news of its patient waits for it"),
  }),
  heldUntil: z.iso.datetime().nullable().describe("Nothing is sent before: the receiver is in trouble"),
} as const;

export const queuedDestinationSchema = z.discriminatedUnion("kind", [
  integrationKind.extend(common).extend(lane),
  mllpKind.extend(common).extend(lane),
  httpKind.extend(common).extend(lane),
  webhookKind.extend(common).extend(lane),
]);
export type QueuedDestination = z.output<typeof queuedDestinationSchema>;
