/** Appointment between FHIR R4 and our record. */
import { z } from "zod";
import type { AppointmentData } from "@/lib/records/schema";
import { concept, concepts, firstConcept, reference } from "./concept-field";
import { isSaidAbsent } from "./extension";
import { allOf, type Field, number, text, time, within } from "./field";
import { entry, list } from "./list-field";
import { identifiers } from "./person";
import { referencedId } from "./reference";
import { defineResource } from "./resource";
import { codeableConcept, identifier, optional, reference as referencePart } from "./types";

const participant = z.looseObject({
  actor: referencePart.nullish(),
  type: z.array(codeableConcept).nullish(),
  status: optional,
});

const parts = z.looseObject({
  resourceType: z.literal("Appointment"),
  identifier: z.array(identifier).nullish(),
  status: optional,
  cancelationReason: codeableConcept.nullish(),
  serviceType: z.array(codeableConcept).nullish(),
  appointmentType: codeableConcept.nullish(),
  reasonCode: z.array(codeableConcept).nullish(),
  description: optional,
  start: optional,
  end: optional,
  minutesDuration: z.number().int().positive().nullish(),
  participant: z.array(participant).nullish(),
  comment: optional,
  patientInstruction: optional,
});

type Participant = z.output<typeof participant>;
type OtherParticipant = AppointmentData["participants"][number];

interface Attended {
  readonly participant?: readonly Participant[] | null;
}

const patientOf = ({ actor }: Participant) => referencedId(actor, "Patient") ?? null;

/** The patient is the first participant who is one. A new one has not answered yet: FHIR demands some status. */
const patientId: Field<Attended, string | null> = {
  read: ({ participant }) => participant?.map(patientOf).find((id) => id !== null) ?? null,
  write: (element, value) => {
    const all = element.participant ?? [];
    const before = all.find((one) => patientOf(one) !== null);
    const rest = all.filter((one) => one !== before);
    if (value === null) return { ...element, participant: rest };
    const actor = { reference: `Patient/${value}` };
    if (before) return { ...element, participant: [{ ...before, actor }, ...rest] };
    const patient = { actor, status: "needs-action" };
    return { ...element, participant: [patient, ...rest.filter((one) => !isSaidAbsent(one))] };
  },
};

const other = allOf<Participant, OtherParticipant>({
  practitionerId: reference("actor", "Practitioner"),
  name: within("actor", text("display"), {}),
  role: firstConcept("type"),
  status: text("status"),
});

const others = entry(other, {});

export const appointment = defineResource<z.output<typeof parts>, AppointmentData>({
  entity: "appointments",
  resourceType: "Appointment",
  parts,
  fields: {
    patientId,
    identifiers,
    status: text("status"),
    cancellationReason: concept("cancelationReason"),
    serviceTypes: concepts("serviceType"),
    appointmentType: concept("appointmentType"),
    reasons: concepts("reasonCode"),
    description: text("description"),
    startAt: time("start"),
    endAt: time("end"),
    durationMinutes: number("minutesDuration"),
    participants: list("participant", {
      ...others,
      read: (element: Participant) => (patientOf(element) === null ? others.read(element) : null),
    }),
    comment: text("comment"),
    patientInstruction: text("patientInstruction"),
  },
});
