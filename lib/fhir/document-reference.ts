/** DocumentReference between FHIR R4 and our record. */
import { z } from "zod";
import type { DocumentData } from "@/lib/records/schema";
import { attachmentField } from "./attachment";
import { concept, concepts, reference, references } from "./concept-field";
import { text, time, within } from "./field";
import { entry, list } from "./list-field";
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
  resourceType: z.literal("DocumentReference"),
  identifier: z.array(identifier).nullish(),
  status: optional,
  docStatus: optional,
  type: codeableConcept.nullish(),
  category: z.array(codeableConcept).nullish(),
  subject: referencePart.nullish(),
  date: optional,
  author: z.array(referencePart).nullish(),
  description: optional,
  content: z.array(z.looseObject({ attachment: attachment.nullish() })).nullish(),
  context: z.looseObject({ encounter: z.array(referencePart).nullish(), period: period.nullish() }).nullish(),
});

export const documentReference = defineResource<z.output<typeof parts>, DocumentData>({
  entity: "documents",
  resourceType: "DocumentReference",
  parts,
  fields: {
    patientId: reference("subject", "Patient"),
    encounterIds: within("context", references("encounter", "Encounter"), {}),
    authorIds: references("author", "Practitioner"),
    identifiers,
    status: text("status"),
    documentStatus: text("docStatus"),
    type: concept("type"),
    category: concepts("category"),
    description: text("description"),
    indexedAt: time("date"),
    startAt: within("context", within("period", time("start"), {}), {}),
    endAt: within("context", within("period", time("end"), {}), {}),
    attachments: list("content", entry(within("attachment", attachmentField, {}), {})),
  },
});
