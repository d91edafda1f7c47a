import { z } from "zod";
import { describeMessage, extractPatientFromHL7, type Message, parseBatch } from "@/lib/hl7";
import { describedMessageSchema } from "@/lib/hl7/schema";
import { route } from "@/lib/http";
import { patientSchema } from "@/lib/records/schema";

/** Of times without an offset. */
const timeZone = "UTC";

const readMessageSchema = describedMessageSchema.extend({ patient: patientSchema.nullable() });

function readMessage(message: Message): z.output<typeof readMessageSchema> {
  return { ...describeMessage(message, timeZone), patient: extractPatientFromHL7(message, { timeZone }) };
}

export const POST = route({
  allow: "integrations:read",
  tag: "Interoperability",
  summary: "Read an HL7 v2 message or a batch of them; nothing is kept",
  body: z.object({ message: z.string().min(1).max(1_000_000) }),
  returns: z.union([
    readMessageSchema,
    z.object({ batch: z.literal(true), messages: z.array(readMessageSchema) }),
  ]),
  status: 200,
  run: ({ body }) => {
    const { messages, parts } = parseBatch(body.message);
    const [only] = messages;
    if (only && parts.length === 1) return readMessage(only);
    return { batch: true as const, messages: messages.map(readMessage) };
  },
});
