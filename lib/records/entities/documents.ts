/** What a document record holds: what a clinical document is and where it lies, never the document. */
import { z } from "zod";
import { attachmentSchema } from "./attachments";
import { patientIdentifier } from "./patients";
import { codedList, optionalCoded, optionalText, optionalTime, recordId, recordIds } from "./text";

export const documentSchema = z
  .object({
    patientId: recordId,
    encounterIds: recordIds,
    authorIds: recordIds,
    identifiers: z.array(patientIdentifier).default([]),
    /** FHIR's document-reference-status: current, superseded, entered-in-error. */
    status: optionalText,
    /** Of the document itself: preliminary, final, amended, entered-in-error. */
    documentStatus: optionalText,
    type: optionalCoded,
    category: codedList,
    description: optionalText,
    indexedAt: optionalTime,
    /** The time of care that it documents. */
    startAt: optionalTime,
    endAt: optionalTime,
    attachments: z.array(attachmentSchema).default([]),
  })
  .meta({ id: "DocumentData" });

export type DocumentData = z.output<typeof documentSchema>;
