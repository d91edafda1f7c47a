/** Practitioner between FHIR R4 and our record. */
import { z } from "zod";
import type { PractitionerData } from "@/lib/records/schema";
import { concept } from "./concept-field";
import { flag, time } from "./field";
import { entry, list } from "./list-field";
import { addresses, gender, identifiers, names, telecoms } from "./person";
import { defineResource } from "./resource";
import { address, codeableConcept, contactPoint, humanName, identifier, optional } from "./types";

const parts = z.looseObject({
  resourceType: z.literal("Practitioner"),
  active: z.boolean().nullish(),
  name: z.array(humanName).nullish(),
  identifier: z.array(identifier).nullish(),
  telecom: z.array(contactPoint).nullish(),
  address: z.array(address).nullish(),
  gender: optional,
  birthDate: optional,
  qualification: z.array(z.looseObject({ code: codeableConcept.nullish() })).nullish(),
});

export const practitioner = defineResource<z.output<typeof parts>, PractitionerData>({
  entity: "practitioners",
  resourceType: "Practitioner",
  parts,
  fields: {
    active: flag("active"),
    names,
    identifiers,
    telecoms,
    addresses,
    gender,
    dateOfBirth: time("birthDate"),
    qualifications: list("qualification", entry(concept("code"), {})),
  },
});
