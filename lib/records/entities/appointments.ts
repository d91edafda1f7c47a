/** What an appointment record holds: a booked or wished-for time with a patient. */
import { z } from "zod";
import { patientIdentifier } from "./patients";
import { codedList, optionalCoded, optionalText, optionalTime, recordId } from "./text";

/** Anyone or anything but the patient that takes part: a practitioner, a room, a device. */
const appointmentParticipant = z.object({
  practitionerId: recordId,
  name: optionalText,
  role: optionalCoded,
  /** FHIR's participationstatus: accepted, declined, tentative, needs-action. */
  status: optionalText,
});

export const appointmentSchema = z
  .object({
    patientId: recordId,
    identifiers: z.array(patientIdentifier).default([]),
    /** FHIR's appointmentstatus: proposed, pending, booked, arrived, fulfilled, cancelled, noshow, … */
    status: optionalText,
    cancellationReason: optionalCoded,
    serviceTypes: codedList,
    appointmentType: optionalCoded,
    reasons: codedList,
    description: optionalText,
    startAt: optionalTime,
    endAt: optionalTime,
    durationMinutes: z.number().int().positive().nullable().default(null),
    participants: z.array(appointmentParticipant).default([]),
    comment: optionalText,
    patientInstruction: optionalText,
  })
  .meta({ id: "AppointmentData" });

export type AppointmentData = z.output<typeof appointmentSchema>;
