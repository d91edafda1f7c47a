/** Shapes of messages, safe to import in the browser. */
import { z } from "zod";
import { describedMessageSchema } from "@/lib/hl7/schema";

export const messageKinds = ["hl7v2", "fhir", "webhook", "event", "x12", "soap", "script"] as const;
export type MessageKind = (typeof messageKinds)[number];

export const messageDirections = ["in", "out"] as const;
export type MessageDirection = (typeof messageDirections)[number];

/**
 * RECEIVED: stored, and waits its turn. REJECTED: refused at the door, such as one of an unknown sender. FAILED: it
 * could not be processed as it stands, and can be replayed. DEAD: it was given up after its tries. One whose replay was
 * processed is PROCESSED too: what it tells is known.
 */
export const processingStates = [
  "RECEIVED",
  "PROCESSING",
  "PROCESSED",
  "REJECTED",
  "FAILED",
  "DEAD",
] as const;
export type ProcessingState = (typeof processingStates)[number];

/**
 * PENDING: owed, and not sent yet. UNDELIVERED: the other side was gone before it could be sent. Of a message that goes
 * out it is the receiver's answer: SENT when it came, UNDELIVERED when none did.
 */
export const ackStates = ["PENDING", "SENT", "NOT_OWED", "UNDELIVERED"] as const;
export type AckState = (typeof ackStates)[number];

const ackSchema = z.object({
  code: z.string().nullable().describe("AA, AE, AR, CA, CE, CR, or an HTTP status"),
  state: z.enum(ackStates),
  text: z.string().nullable(),
});

/** What is unusual about a message. */
export const messageFlags = ["control_id_reused", "edited", "repeated", "charset_wrong"] as const;
export type MessageFlag = (typeof messageFlags)[number];

export const messageSchema = z.object({
  id: z.guid(),
  kind: z.enum(messageKinds),
  direction: z.enum(messageDirections),
  type: z
    .string()
    .describe("Such as ADT^A04, Patient.create or case.updated; empty where it could not be read"),
  controlId: z.string().nullable(),
  integrationId: z.guid().nullable(),
  sender: z.string().nullable().describe("As the message names them, such as LAB|MAIN"),
  receivedAt: z.iso.datetime(),
  processing: z.enum(processingStates),
  ack: ackSchema,
  attempts: z.int().nonnegative(),
  nextAttemptAt: z.iso.datetime().nullable(),
  replayOf: z.guid().nullable(),
  flags: z.array(z.enum(messageFlags)),
});
export type MessageView = z.output<typeof messageSchema>;

const timelineEntrySchema = z.object({
  at: z.iso.datetime(),
  event: z.enum([
    "received",
    "rejected",
    "acknowledged",
    "answer_lost",
    "repeated",
    "processed",
    "failed",
    "replayed",
    "settled",
    "sent",
    "replied",
    "made",
  ]),
  detail: z.string().nullable().describe("In words, without anything of the message's content"),
  messageId: z
    .guid()
    .optional()
    .describe("Of replied the application's answer that goes out, of made the message that it answers"),
});
export type TimelineEntry = z.output<typeof timelineEntrySchema>;

const messageErrorSchema = z.object({
  code: z.string(),
  title: z.string(),
  detail: z.string().nullable(),
  path: z.string().nullable().describe("Where in the message, such as OBX(3)-5"),
});
export type MessageError = z.output<typeof messageErrorSchema>;

const touchedRecordSchema = z.object({ entity: z.string(), recordId: z.guid() });
export type TouchedRecord = z.output<typeof touchedRecordSchema>;

export const messageDetailSchema = messageSchema.extend({
  raw: z.string().describe("What came or was sent, as text"),
  charset: z.string().describe("In which its bytes were read"),
  parsed: z.union([describedMessageSchema, z.json()]).nullable().describe("Null where it could not be read"),
  answer: z.string().nullable().describe("What was answered"),
  timeline: z.array(timelineEntrySchema),
  errors: z.array(messageErrorSchema),
  records: z
    .array(touchedRecordSchema)
    .describe("What it made, changed or tells of; of a delivery also its webhook_endpoints"),
  replays: z.array(z.guid()).describe("Messages that replay this one, the newest first"),
});
export type MessageDetail = z.output<typeof messageDetailSchema>;

const moment = z.iso.datetime({ offset: true });
const whole = (length: number) => z.string().trim().min(1).max(length);

/** What a list of messages is filtered by; a replay of many takes the same. */
export const messageFilterSchema = z.object({
  kind: z.enum(messageKinds).optional(),
  direction: z.enum(messageDirections).optional(),
  type: whole(100).optional().describe("Whole, or as far as the ^: ADT finds every ADT"),
  integrationId: z.guid().optional(),
  sender: whole(400).optional(),
  controlId: whole(200).optional(),
  patientId: whole(200).optional().describe("Our id, or a whole identifier as a sender writes it"),
  caseId: whole(200).optional(),
  order: whole(200).optional().describe("A whole placer or filler order number"),
  accession: whole(200).optional(),
  status: z.enum(processingStates).optional(),
  from: moment.optional(),
  to: moment.optional(),
  text: whole(200).optional().describe("Type, sender or control id in part, or any identifier whole"),
});
export type MessageFilter = z.output<typeof messageFilterSchema>;

/** same: the field mappings as they were when it was processed. newest: as they are now. */
export const replayMappings = ["same", "newest"] as const;
export type ReplayMapping = (typeof replayMappings)[number];

const replayMapping = z.enum(replayMappings).default("same");

export const replayOneSchema = z.object({
  mapping: replayMapping,
  raw: z.string().min(1).max(10_000_000).optional().describe("The message as edited; without it as it was"),
});

export const replayManySchema = z.object({
  filter: messageFilterSchema,
  mapping: replayMapping,
  dryRun: z.boolean().default(false),
});

export const replayPreviewSchema = z.object({
  count: z.int().nonnegative(),
  sample: z.array(messageSchema).max(20),
});

export const replayStates = ["RUNNING", "PAUSED", "COMPLETED", "CANCELLED"] as const;

export const replaySchema = z.object({
  id: z.guid(),
  state: z.enum(replayStates),
  count: z.int().nonnegative(),
  done: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type ReplayView = z.output<typeof replaySchema>;

/** No more messages of an integration are counted. */
export const mostMessagesCounted = 10_000;

const capped = z
  .int()
  .nonnegative()
  .max(mostMessagesCounted)
  .describe(`${mostMessagesCounted} stands for that many or more`);

const flowSchema = z.object({
  lastAt: z.iso.datetime().nullable().describe("When the newest came, or was stored to be sent"),
  lastDay: capped,
  waiting: capped.describe("To be processed, or to be sent"),
  failed: capped,
  dead: capped.describe("Given up"),
});

/** What goes to and fro between an integration and us as messages. */
export const messageTrafficSchema = z
  .object({
    mllp: z
      .object({ host: z.string(), port: z.int(), tlsPort: z.int().nullable() })
      .describe("Where Carelane takes HL7 v2 messages"),
    sender: z
      .object({
        application: z.string().describe("MSH-3; * is any"),
        facility: z.string().describe("MSH-4; * is any"),
        peer: z.string().nullable().describe("The address or network it sends from; null is any"),
        certificate: z.string().nullable().describe("SHA-256 of its certificate; null where it needs none"),
      })
      .nullable()
      .describe("How its messages are told from others'; null where it sends none by itself"),
    address: z.string().nullable().describe("Where it takes messages itself"),
    since: z.iso.datetime().describe("When the last day began"),
    in: flowSchema,
    out: flowSchema,
  })
  .meta({ id: "MessageTraffic" });
export type MessageTraffic = z.output<typeof messageTrafficSchema>;
