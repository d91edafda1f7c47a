/** What a practitioner record holds: a person who treats, orders or signs. The lists are the truth. */
import { z } from "zod";
import { genders, patientAddress, patientIdentifier, patientName, patientTelecom } from "./patients";
import { codedList, partialDate } from "./text";

export const practitionerSchema = z
  .object({
    active: z.boolean().nullable().default(null),
    names: z.array(patientName).default([]),
    /** The NPI stands here, under http://hl7.org/fhir/sid/us-npi. */
    identifiers: z.array(patientIdentifier).default([]),
    telecoms: z.array(patientTelecom).default([]),
    addresses: z.array(patientAddress).default([]),
    gender: z.enum(genders).nullable().default(null),
    dateOfBirth: partialDate.nullable().default(null),
    qualifications: codedList,
  })
  .meta({ id: "PractitionerData" });

export type PractitionerData = z.output<typeof practitionerSchema>;
