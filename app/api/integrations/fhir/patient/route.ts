import { z } from "zod";
import { readOrganization } from "@/lib/auth";
import { requireValid, toFHIRPatient } from "@/lib/fhir";
import { route } from "@/lib/http";
import { localPatientSchema } from "@/lib/records/schema";

export const POST = route({
  allow: "integrations:read",
  tag: "Interoperability",
  summary: "Write a patient as a FHIR Patient; nothing is kept",
  body: z.union([z.object({ patient: localPatientSchema }), localPatientSchema]),
  returns: z.looseObject({ resourceType: z.string() }),
  status: 200,
  run: async ({ actor, body }) => {
    const local = "patient" in body ? body.patient : body;
    const resource = toFHIRPatient(local, await readOrganization(actor));
    return { ...requireValid(resource, "Patient"), resourceType: "Patient" };
  },
});
