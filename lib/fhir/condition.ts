/** Condition between FHIR R4 and our record. */
import { z } from "zod";
import type { ConditionData } from "@/lib/records/schema";
import { codeIn, concept, concepts, reference } from "./concept-field";
import { time } from "./field";
import { moment, note } from "./moment-field";
import { identifiers } from "./person";
import { defineResource } from "./resource";
import { codeableConcept, identifier, notes, optional, period, reference as referencePart } from "./types";

const clinicalStatuses = "http://terminology.hl7.org/CodeSystem/condition-clinical";
const verificationStatuses = "http://terminology.hl7.org/CodeSystem/condition-ver-status";

const isClinicalStatus = (code: string) =>
  ["active", "recurrence", "relapse", "inactive", "remission", "resolved"].includes(code);
const isVerificationStatus = (code: string) =>
  ["unconfirmed", "provisional", "differential", "confirmed", "refuted", "entered-in-error"].includes(code);

const parts = z.looseObject({
  resourceType: z.literal("Condition"),
  identifier: z.array(identifier).nullish(),
  clinicalStatus: codeableConcept.nullish(),
  verificationStatus: codeableConcept.nullish(),
  category: z.array(codeableConcept).nullish(),
  severity: codeableConcept.nullish(),
  code: codeableConcept.nullish(),
  bodySite: z.array(codeableConcept).nullish(),
  subject: referencePart.nullish(),
  encounter: referencePart.nullish(),
  onsetDateTime: optional,
  onsetPeriod: period.nullish(),
  abatementDateTime: optional,
  abatementPeriod: period.nullish(),
  recordedDate: optional,
  recorder: referencePart.nullish(),
  asserter: referencePart.nullish(),
  note: notes,
});

export const condition = defineResource<z.output<typeof parts>, ConditionData>({
  entity: "conditions",
  resourceType: "Condition",
  parts,
  fields: {
    patientId: reference("subject", "Patient"),
    encounterId: reference("encounter", "Encounter"),
    identifiers,
    clinicalStatus: codeIn("clinicalStatus", clinicalStatuses, isClinicalStatus),
    verificationStatus: codeIn("verificationStatus", verificationStatuses, isVerificationStatus),
    category: concepts("category"),
    code: concept("code"),
    severity: concept("severity"),
    bodySites: concepts("bodySite"),
    onsetAt: moment("onset"),
    abatedAt: moment("abatement"),
    recordedAt: time("recordedDate"),
    recorderId: reference("recorder", "Practitioner"),
    asserterId: reference("asserter", "Practitioner"),
    note,
  },
});
