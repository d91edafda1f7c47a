/** Encounter between FHIR R4 and our record. */
import { z } from "zod";
import type { EncounterData } from "@/lib/records/schema";
import { coding, concept, concepts, firstConcept, reference, references } from "./concept-field";
import { allOf, text, time, within } from "./field";
import { entry, list } from "./list-field";
import { identifiers } from "./person";
import { defineResource } from "./resource";
import {
  codeableConcept,
  coding as codingPart,
  identifier,
  optional,
  period,
  reference as referencePart,
} from "./types";

const participant = z.looseObject({
  type: z.array(codeableConcept).nullish(),
  individual: referencePart.nullish(),
});

const place = z.looseObject({ location: referencePart.nullish() });

const parts = z.looseObject({
  resourceType: z.literal("Encounter"),
  identifier: z.array(identifier).nullish(),
  status: optional,
  class: codingPart.nullish(),
  type: z.array(codeableConcept).nullish(),
  subject: referencePart.nullish(),
  participant: z.array(participant).nullish(),
  appointment: z.array(referencePart).nullish(),
  period: period.nullish(),
  reasonCode: z.array(codeableConcept).nullish(),
  hospitalization: z.looseObject({ dischargeDisposition: codeableConcept.nullish() }).nullish(),
  location: z.array(place).nullish(),
});

export const encounter = defineResource<z.output<typeof parts>, EncounterData>({
  entity: "encounters",
  resourceType: "Encounter",
  parts,
  fields: {
    patientId: reference("subject", "Patient"),
    appointmentIds: references("appointment", "Appointment"),
    identifiers,
    status: text("status"),
    class: coding("class"),
    types: concepts("type"),
    reasons: concepts("reasonCode"),
    startAt: within("period", time("start"), {}),
    endAt: within("period", time("end"), {}),
    participants: list(
      "participant",
      entry(
        allOf<z.output<typeof participant>, EncounterData["participants"][number]>({
          practitionerId: reference("individual", "Practitioner"),
          name: within("individual", text("display"), {}),
          role: firstConcept("type"),
        }),
        {},
      ),
    ),
    locations: list("location", {
      read: ({ location }: z.output<typeof place>) => location?.display ?? null,
      write: (element, display: string) => ({ ...element, location: { display } }),
      empty: {},
    }),
    dischargeDisposition: within("hospitalization", concept("dischargeDisposition"), {}),
  },
});
