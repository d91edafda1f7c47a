/** DiagnosticReport between FHIR R4 and our record. */
import { z } from "zod";
import type { DiagnosticReportData } from "@/lib/records/schema";
import { attachmentField } from "./attachment";
import { concept, concepts, reference, references } from "./concept-field";
import { text, time } from "./field";
import { entry, list } from "./list-field";
import { moment } from "./moment-field";
import { identifiers } from "./person";
import { defineResource } from "./resource";
import {
  attachment,
  codeableConcept,
  identifier,
  optional,
  period,
  reference as referencePart,
} from "./types";

const parts = z.looseObject({
  resourceType: z.literal("DiagnosticReport"),
  identifier: z.array(identifier).nullish(),
  status: optional,
  category: z.array(codeableConcept).nullish(),
  code: codeableConcept.nullish(),
  subject: referencePart.nullish(),
  encounter: referencePart.nullish(),
  effectiveDateTime: optional,
  effectivePeriod: period.nullish(),
  issued: optional,
  performer: z.array(referencePart).nullish(),
  result: z.array(referencePart).nullish(),
  conclusion: optional,
  conclusionCode: z.array(codeableConcept).nullish(),
  presentedForm: z.array(attachment).nullish(),
});

export const diagnosticReport = defineResource<z.output<typeof parts>, DiagnosticReportData>({
  entity: "diagnostic_reports",
  resourceType: "DiagnosticReport",
  parts,
  fields: {
    patientId: reference("subject", "Patient"),
    encounterId: reference("encounter", "Encounter"),
    performerIds: references("performer", "Practitioner"),
    resultIds: references("result", "Observation"),
    identifiers,
    status: text("status"),
    category: concepts("category"),
    code: concept("code"),
    effectiveAt: moment("effective"),
    issuedAt: time("issued"),
    conclusion: text("conclusion"),
    conclusionCodes: concepts("conclusionCode"),
    attachments: list("presentedForm", entry(attachmentField, {})),
  },
});
