/** Medication between FHIR R4 and our record. */
import { z } from "zod";
import type { MedicationData } from "@/lib/records/schema";
import { concept } from "./concept-field";
import { text, time, within } from "./field";
import { entry, list } from "./list-field";
import { identifiers } from "./person";
import { defineResource } from "./resource";
import { codeableConcept, identifier, optional } from "./types";

const parts = z.looseObject({
  resourceType: z.literal("Medication"),
  identifier: z.array(identifier).nullish(),
  code: codeableConcept.nullish(),
  status: optional,
  form: codeableConcept.nullish(),
  ingredient: z.array(z.looseObject({ itemCodeableConcept: codeableConcept.nullish() })).nullish(),
  batch: z.looseObject({ lotNumber: optional, expirationDate: optional }).nullish(),
});

export const medication = defineResource<z.output<typeof parts>, MedicationData>({
  entity: "medications",
  resourceType: "Medication",
  parts,
  fields: {
    identifiers,
    code: concept("code"),
    status: text("status"),
    form: concept("form"),
    ingredients: list("ingredient", entry(concept("itemCodeableConcept"), {})),
    lotNumber: within("batch", text("lotNumber"), {}),
    expiresAt: within("batch", time("expirationDate"), {}),
  },
});
