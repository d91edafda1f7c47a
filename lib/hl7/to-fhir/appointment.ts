/** SCH as an Appointment (guide: SCH[Appointment], AIS[Appointment], PID[Appointment]). */
import type { FhirIdentifier, FhirJson } from "@/lib/fhir";
import { absentSlot, periodIn, type Slot, slotOf, times } from "./appointment-slot";
import { appointmentStatus, participantStatus } from "./appointment-status";
import type { Conversion, Reference } from "./conversion";
import { entityIdentifierOf } from "./data-types";
import { element, entries } from "./elements";
import type { FieldReader } from "./field-reader";
import type { Group, GroupShape } from "./groups";
import { addLocation } from "./location";
import { noteText } from "./note";
import { addPractitioner } from "./people";
import { meaningOf } from "./table";
import { priorityOf } from "./timing";

/** Resources, each with its notes. */
export const resourceShapes: readonly GroupShape[] = ["AIS", "AIG", "AIL", "AIP"].map((name) => ({
  name: "resource",
  opens: [name],
  members: ["NTE"],
}));

export const scheduleShape: GroupShape = { name: "schedule", opens: ["SCH"], members: ["TQ1", "NTE"] };

const nobody = { type: [{ text: "unknown" }], status: "needs-action" };

const participantTypes = "http://terminology.hl7.org/CodeSystem/participant-type";

/** Whom to ask at either side, and who entered it: the fields of the person, and of where and how to reach them. */
const contacts = [
  { person: 12, phone: 13, address: 14, location: 15, text: "placer contact" },
  { person: 16, phone: 17, address: 18, location: 19, text: "filler contact" },
  { person: 20, phone: 21, address: 0, location: 22, text: "enterer" },
] as const;

/** The person, or the person's role at a place where one is said. */
function contactOf(
  conversion: Conversion,
  sch: FieldReader,
  field: (typeof contacts)[number],
): Reference | undefined {
  const practitioner = addPractitioner(conversion, sch.value(field.person), {
    address: field.address > 0 ? sch.addresses(field.address) : undefined,
    telecom: sch.contacts(field.phone),
  });
  const location = addLocation(conversion, sch.value(field.location));
  if (!practitioner || !location) return practitioner;
  const identity = [practitioner.reference, undefined, location.reference, field.text];
  return conversion.add("PractitionerRole", conversion.idOf("PractitionerRole", identity), {
    practitioner,
    code: [{ text: field.text }],
    location: [location],
  });
}

/** Who the segment itself names. */
function contactsOf(conversion: Conversion, sch: FieldReader): FhirJson[] {
  return contacts.flatMap((field) => {
    const actor = contactOf(conversion, sch, field);
    const coding = [{ system: participantTypes, code: field.text.replace(" ", "-") }];
    return actor ? [{ type: [{ coding, text: field.text }], actor, status: "accepted" }] : [];
  });
}

/** Equipment and the like, by its code. */
function deviceOf(conversion: Conversion, aig: FieldReader): Reference | undefined {
  const resource = aig.concept(3) ?? aig.concept(4);
  const [coding] = resource?.coding ?? [];
  const name = resource?.text ?? coding?.display ?? coding?.code;
  if (!resource || !name) return undefined;
  const id = conversion.idOf("Device", ["resource", coding?.system ?? undefined, coding?.code ?? name]);
  const identifier = resource.coding?.map(({ system, code }) =>
    code ? element<FhirIdentifier>({ system, value: code }) : undefined,
  );
  return conversion.add("Device", id, {
    identifier: entries(identifier ?? []),
    deviceName: [{ name, type: "user-friendly-name" }],
  });
}

function actorOf(conversion: Conversion, resource: FieldReader): Reference | undefined {
  const { name } = resource.segment;
  if (name === "AIP") return addPractitioner(conversion, resource.value(3));
  if (name === "AIL") return addLocation(conversion, resource.value(3));
  return name === "AIG" ? deviceOf(conversion, resource) : undefined;
}

const isTakenAway = (resource: FieldReader) => resource.code(2) === "D";

/** A person, a place or a thing that is needed; services are not participants, and neither is what is taken away. */
function participantOf(conversion: Conversion, resource: FieldReader, slot: Slot): FhirJson | undefined {
  const place = meaningOf(times, resource.segment.name);
  if (!place || resource.segment.name === "AIS" || isTakenAway(resource)) return undefined;
  const actor = actorOf(conversion, resource);
  const type = resource.concept(4);
  // Somebody is needed as something, though nobody knows yet who.
  if (!actor && (!type || resource.text(3) !== undefined)) return undefined;
  return element<FhirJson>({
    type: entries([type]),
    actor,
    status: participantStatus(resource.code(place.status)),
    period: periodIn(conversion, resource, slot),
  });
}

function numberIn(sch: FieldReader, field: number, type: string): FhirIdentifier | undefined {
  const value = sch.value(field);
  return value && entityIdentifierOf(value, type, sch.sender);
}

/** The orders that it is for, which may not be in the message: they are named by their numbers. */
function basedOn(sch: FieldReader): FhirJson[] {
  const numbers = entries([numberIn(sch, 26, "PLAC"), numberIn(sch, 27, "FILL")]) ?? [];
  return numbers.map((identifier) => ({ type: "ServiceRequest", identifier }));
}

export interface Scheduled {
  readonly patients: readonly Reference[];
  readonly resources: readonly Group[];
}

/** The placer's number of the appointment, else the filler's, with the one of its occurrence. */
function appointmentIdentity(sch: FieldReader) {
  const number = numberIn(sch, 1, "PLAC") ?? numberIn(sch, 2, "FILL");
  return number && [number.system, number.value, sch.text(3)];
}

function servicesOf(needed: readonly FieldReader[]) {
  const services = needed.filter((one) => one.segment.name === "AIS" && !isTakenAway(one));
  return entries(services.map((service) => service.concept(3)));
}

/** Who and what takes part: the patients, what is needed, and whom the segment itself names. */
function participantsOf(
  conversion: Conversion,
  sch: FieldReader,
  patients: readonly Reference[],
  needed: readonly FieldReader[],
  slot: Slot,
): FhirJson[] {
  return [
    ...patients.map((actor) => ({ actor, status: "accepted" })),
    ...(entries(needed.map((resource) => participantOf(conversion, resource, slot))) ?? []),
    ...contactsOf(conversion, sch),
  ];
}

/** Where it stands and why: what SCH-6 says is why it is off, where it is off. */
function statusOf(conversion: Conversion, sch: FieldReader): FhirJson {
  const status = appointmentStatus(conversion.event, sch.code(25), sch.code(25, 2));
  const isOff = status === "cancelled" || status === "noshow";
  return {
    status,
    cancelationReason: isOff ? sch.concept(6) : undefined,
    reasonCode: entries([sch.concept(7, "0276"), isOff ? undefined : sch.concept(6)]),
  };
}

/** The elements that `""` deletes. */
const clears = { reasonCode: [6, 7], appointmentType: [8], minutesDuration: [9], start: [11], end: [11] };

/** The appointment of a group that SCH opens. */
export function addAppointment(
  conversion: Conversion,
  group: Group,
  { patients, resources }: Scheduled,
): Reference | undefined {
  const [segment] = group.segments;
  if (!segment) return undefined;
  const sch = conversion.read(segment);
  const needed = resources.flatMap(({ segments: [first] }) => (first ? [conversion.read(first)] : []));
  const notes = [group, ...resources].flatMap((one) => one.all("NTE"));
  const slot = slotOf(conversion, sch, group.segment("TQ1"), needed);
  return conversion.add(
    "Appointment",
    conversion.idOf("Appointment", appointmentIdentity(sch)),
    {
      identifier: entries([numberIn(sch, 1, "PLAC"), numberIn(sch, 2, "FILL")]),
      ...statusOf(conversion, sch),
      serviceType: servicesOf(needed),
      appointmentType: sch.concept(8, "0277"),
      priority: priorityNumber(priorityOf(sch.text(11, 6))),
      start: slot.start,
      end: slot.end,
      minutesDuration: slot.minutes,
      comment: noteText(notes, conversion),
      basedOn: basedOn(sch),
      participant: participantsOf(conversion, sch, patients, needed, slot),
    },
    {
      assumed: { status: "booked", participant: [nobody], ...absentSlot(slot) },
      cleared: sch.cleared(clears),
      isDeleted: conversion.event === "S17",
    },
  );
}

/** FHIR counts as iCalendar does: 1 is the most urgent, 0 undefined. */
function priorityNumber(priority: string | undefined): number | undefined {
  const numbers: Readonly<Record<string, number>> = { stat: 1, asap: 2, urgent: 3, routine: 5 };
  return meaningOf(numbers, priority);
}
