/** What a diagnostic report record holds: the findings of a laboratory, of imaging, or a note. */
import { z } from "zod";
import { attachmentSchema } from "./attachments";
import { patientIdentifier } from "./patients";
import { codedList, optionalCoded, optionalText, optionalTime, recordId, recordIds } from "./text";

export const diagnosticReportSchema = z
  .object({
    patientId: recordId,
    encounterId: recordId,
    performerIds: recordIds,
    /** The observations it reports. */
    resultIds: recordIds,
    identifiers: z.array(patientIdentifier).default([]),
    /** FHIR's diagnostic-report-status: registered, partial, preliminary, final, amended, … */
    status: optionalText,
    category: codedList,
    code: optionalCoded,
    effectiveAt: optionalTime,
    issuedAt: optionalTime,
    conclusion: optionalText,
    conclusionCodes: codedList,
    attachments: z.array(attachmentSchema).default([]),
  })
  .meta({ id: "DiagnosticReportData" });

export type DiagnosticReportData = z.output<typeof diagnosticReportSchema>;
