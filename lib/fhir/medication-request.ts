/** MedicationRequest between FHIR R4 and our record. */
import { z } from "zod";
import type { Coded, MedicationRequestData } from "@/lib/records/schema";
import { yesOr } from "./choice-field";
import { concept, concepts, reference } from "./concept-field";
import { allOf, type Field, number, text, time, within } from "./field";
import { entry, list } from "./list-field";
import { note } from "./moment-field";
import { identifiers } from "./person";
import { quantityUnit } from "./quantity-field";
import { defineResource } from "./resource";
import {
  codeableConcept,
  type FhirCodeableConcept,
  type FhirReference,
  identifier,
  notes,
  optional,
  quantity,
  reference as referencePart,
} from "./types";

const dosage = z.looseObject({
  text: optional,
  patientInstruction: optional,
  route: codeableConcept.nullish(),
  asNeededBoolean: z.boolean().nullish(),
  asNeededCodeableConcept: codeableConcept.nullish(),
});

const parts = z.looseObject({
  resourceType: z.literal("MedicationRequest"),
  contained: z.array(z.looseObject({ id: optional, code: z.unknown().optional() })).nullish(),
  identifier: z.array(identifier).nullish(),
  status: optional,
  intent: optional,
  category: z.array(codeableConcept).nullish(),
  priority: optional,
  reportedBoolean: z.boolean().nullish(),
  reportedReference: referencePart.nullish(),
  medicationCodeableConcept: codeableConcept.nullish(),
  medicationReference: referencePart.nullish(),
  subject: referencePart.nullish(),
  encounter: referencePart.nullish(),
  authoredOn: optional,
  requester: referencePart.nullish(),
  reasonCode: z.array(codeableConcept).nullish(),
  note: notes,
  dosageInstruction: z.array(dosage).nullish(),
  dispenseRequest: z
    .looseObject({
      numberOfRepeatsAllowed: z.number().int().nonnegative().nullish(),
      quantity: quantity.nullish(),
    })
    .nullish(),
});

interface Prescribed {
  readonly contained?: readonly { readonly id?: string | null; readonly code?: unknown }[] | null;
  readonly medicationCodeableConcept?: FhirCodeableConcept | null;
  readonly medicationReference?: FhirReference | null;
}

const prescribedRecord = reference("medicationReference", "Medication");
const prescribedCode = concept("medicationCodeableConcept");

/** Pointing at a medication takes the place of naming it: FHIR knows one or the other. */
const medicationId: Field<Prescribed, string | null> = {
  read: prescribedRecord.read,
  write: (element, value) => {
    const written = prescribedRecord.write(element, value);
    return value === null ? written : { ...written, medicationCodeableConcept: undefined };
  },
};

function containedCode({ contained, medicationReference }: Prescribed): Coded | null {
  const target = contained?.find(({ id }) => id && medicationReference?.reference === `#${id}`);
  const code = codeableConcept.safeParse(target?.code).data;
  return code ? concept("code").read({ code }) : null;
}

/** What is requested: named here, or in a medication the request brings along, else by the reference's display. */
const requestedMedication: Field<Prescribed, Coded | null> = {
  read: (element) => {
    const { display } = element.medicationReference ?? {};
    const named = prescribedCode.read(element) ?? containedCode(element);
    return named ?? (display ? { system: null, code: null, display } : null);
  },
  write: (element, value) => {
    if (prescribedRecord.read(element) === null) {
      return { ...prescribedCode.write(element, value), medicationReference: undefined };
    }
    const medicationReference = { ...element.medicationReference, display: value?.display ?? undefined };
    return { ...element, medicationReference };
  },
};

export const medicationRequest = defineResource<z.output<typeof parts>, MedicationRequestData>({
  entity: "medication_requests",
  resourceType: "MedicationRequest",
  parts,
  fields: {
    patientId: reference("subject", "Patient"),
    encounterId: reference("encounter", "Encounter"),
    requesterId: reference("requester", "Practitioner"),
    medicationId,
    medication: requestedMedication,
    identifiers,
    status: text("status"),
    intent: text("intent"),
    priority: text("priority"),
    category: concepts("category"),
    reasons: concepts("reasonCode"),
    authoredAt: time("authoredOn"),
    reported: yesOr("reported", "Reference"),
    dosages: list(
      "dosageInstruction",
      entry(
        allOf<z.output<typeof dosage>, MedicationRequestData["dosages"][number]>({
          text: text("text"),
          patientInstruction: text("patientInstruction"),
          route: concept("route"),
          asNeeded: yesOr("asNeeded", "CodeableConcept"),
        }),
        {},
      ),
    ),
    dispenseQuantity: within("dispenseRequest", within("quantity", number("value"), {}), {}),
    dispenseUnit: within("dispenseRequest", within("quantity", quantityUnit, {}), {}),
    refills: within("dispenseRequest", number("numberOfRepeatsAllowed"), {}),
    note,
  },
});
