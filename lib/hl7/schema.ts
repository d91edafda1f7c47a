/** Messages as data, as routes take and answer them and screens read them. */
import { z } from "zod";
import { localPatientSchema } from "@/lib/records/schema";
import { adtEvents } from "./adt-events";
import { isVersion } from "./version";

/** A text, or its subcomponents. `""`, which deletes, stays as it is written. */
const componentSchema = z.union([z.string(), z.array(z.string())]);

const segmentSchema = z.object({
  name: z.string(),
  index: z.int().positive().describe("Among the segments of its name"),
  fields: z
    .array(z.array(z.array(componentSchema)))
    .describe("Of field n, at n - 1: its repetitions, each a list of components; escapes are resolved"),
  raw: z.string().describe("The line as it is written"),
});

const warningSchema = z.object({
  code: z.enum(["field_missing", "value_unreadable", "version_unknown", "line_broken"]),
  segment: z.string(),
  field: z.int().positive().nullable(),
  message: z.string(),
});

const partySchema = z.object({ application: z.string().nullable(), facility: z.string().nullable() });

export const describedMessageSchema = z.object({
  type: z.string(),
  messageCode: z.string().nullable(),
  triggerEvent: z.string().nullable(),
  structure: z.string().nullable(),
  controlId: z.string().nullable(),
  version: z.string().nullable(),
  sentAt: z.string().nullable(),
  sender: partySchema,
  receiver: partySchema,
  segments: z.array(segmentSchema),
  warnings: z.array(warningSchema),
});

const applicationAlone = z.string().transform((application) => ({ application }));
const party = z.union([
  applicationAlone,
  z.object({ application: z.string().optional(), facility: z.string().optional() }),
]);

export const adtRequestSchema = z.object({
  patient: localPatientSchema,
  prior: localPatientSchema
    .optional()
    .describe("Whom the patient is merged with or was (A18, A30, A34, A40, A47)"),
  event: z.enum(adtEvents).describe("What happened to the patient (table 0003)"),
  version: z
    .string()
    .refine(isVersion, { error: "Write a version of HL7 v2, such as 2.5.1" })
    .default("2.5.1"),
  sender: party.optional().describe("CARELANE and the organization's code unless told"),
  receiver: party.optional(),
});

export type DescribedComponent = z.output<typeof componentSchema>;
export type DescribedSegment = z.output<typeof segmentSchema>;
export type DescribedMessage = z.output<typeof describedMessageSchema>;
export type Warning = z.output<typeof warningSchema>;
