import { z } from "zod";
import { readOrganization } from "@/lib/auth";
import { createHL7ADTMessage } from "@/lib/hl7";
import { adtRequestSchema } from "@/lib/hl7/schema";
import { route } from "@/lib/http";
import { now } from "@/lib/platform/clock";
import { randomToken } from "@/lib/platform/ids";
import { patientOfLocal } from "@/lib/records/schema";

/** MSH-10 held 20 characters until 2.7. */
const newControlId = () => randomToken(15);

export const POST = route({
  allow: "integrations:read",
  tag: "Interoperability",
  summary: "Write an ADT message about a patient; nothing is sent or kept",
  body: adtRequestSchema,
  returns: z.object({
    message: z.string().describe("Its segments, joined by CR"),
    type: z.string(),
    controlId: z.string(),
  }),
  status: 200,
  run: async ({ actor, body: { patient, prior, event, version, sender, receiver } }) => {
    const organization = await readOrganization(actor);
    const controlId = newControlId();
    const message = createHL7ADTMessage({
      event,
      patient: { ...patientOfLocal(patient, organization), id: patient.id },
      prior: prior && { ...patientOfLocal(prior, organization), id: prior.id },
      controlId,
      at: now(),
      version,
      sender: { facility: organization?.code, ...sender },
      receiver,
    });
    return { message: message.replace(/\r$/, ""), type: `ADT^${event}`, controlId };
  },
});
