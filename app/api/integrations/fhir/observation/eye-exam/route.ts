import { z } from "zod";
import { createEyeExamObservation } from "@/lib/fhir";
import { eyeExamRequestSchema } from "@/lib/fhir/schema";
import { route } from "@/lib/http";

export const POST = route({
  allow: "integrations:read",
  tag: "Interoperability",
  summary: "Write the finding of an eye examination as a FHIR Observation; nothing is kept",
  body: eyeExamRequestSchema,
  returns: z.looseObject({ resourceType: z.literal("Observation") }),
  status: 200,
  run: ({ body: { patientId, exam } }) => ({
    ...createEyeExamObservation(patientId, exam),
    resourceType: "Observation" as const,
  }),
});
