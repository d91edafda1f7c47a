/** SCH as an Appointment (guide: SCH[Appointment], AIS[Appointment], PID[Appointment]). */
import type { FhirIdentifier, FhirJson } from "@/lib/fhir";
import type { Segment } from "../segment";
import { appointmentStatus, participantStatus } from "./appointment-status";
import type { Conversion, Reference } from "./conversion";
import { entityIdentifierOf } from "./data-types";
import { absent, element, entries } from "./elements";
import type { FieldReader } from "./field-reader";
import type { Group, GroupShape } from "./groups";
import { addLocation } from "./location";
import { periodOf } from "./moments";
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

/** Where each kind of resource says when it is needed, for how long, and how that stands. */
const times: Readonly<Record<string, { start: number; duration: number; status: number }>> = {
  AIS: { start: 4, duration: 7, status: 10 },
  AIG: { start: 8, duration: 11, status: 14 },
  AIL: { start: 6, duration: 9, status: 12 },
  AIP: { start: 6, duration: 9, status: 12 },
};

/** Nothing that is planned takes longer; what says so has another meaning, or none. */
const longestMinutes = 366 * 24 * 60;

/** Minutes by a number and its unit; minutes where none is said. */
function minutesOf(reader: FieldReader, field: number): number | undefined {
  const number = reader.number(field);
  const unit = (reader.text(field + 1) ?? reader.text(field + 1, 2) ?? "MIN").toUpperCase();
  const factor = unit.startsWith("H") ? 60 : unit.startsWith("S") ? 1 / 60 : unit.startsWith("D") ? 1440 : 1;
  const minutes = number === undefined ? 0 : Math.round(number * factor);
  return minutes > 0 && minutes <= longestMinutes ? minutes : undefined;
}

/** A moment some minutes later, in the same offset; undefined after the year 9999, which FHIR does not know. */
function later(instant: string, minutes: number): string | undefined {
  const offset = /(Z|[+-]\d{2}:\d{2})$/.exec(instant)?.[0] ?? "Z";
  const [sign, hours, rest] = [
    offset.charAt(0) === "-" ? -1 : 1,
    Number(offset.slice(1, 3)),
    Number(offset.slice(4, 6)),
  ];
  const offsetMs = offset === "Z" ? 0 : sign * (hours * 60 + rest) * 60_000;
  const at = new Date(Date.parse(instant) + minutes * 60_000 + offsetMs);
  return at.getUTCFullYear() > 9999 ? undefined : `${at.toISOString().slice(0, 19)}${offset}`;
}

interface Slot {
  readonly start: string | undefined;
  readonly end: string | undefined;
  readonly minutes: number | undefined;
}

/** How long from one moment to another; undefined where that is no length of an appointment. */
function minutesBetween(start: string | undefined, end: string | undefined): number | undefined {
  if (start === undefined || end === undefined) return undefined;
  const minutes = Math.round((Date.parse(end) - Date.parse(start)) / 60_000);
  return minutes > 0 && minutes <= longestMinutes ? minutes : undefined;
}

/** What a field says of how long it takes, as far as that fits between its start and end: less does, with a unit. */
function durationIn(
  conversion: Conversion,
  reader: FieldReader,
  field: number,
  available: number | undefined,
): number | undefined {
  const minutes = minutesOf(reader, field);
  if (minutes === undefined || available === undefined || minutes === available) return minutes;
  const hasUnit = (reader.text(field + 1) ?? reader.text(field + 1, 2)) !== undefined;
  if (hasUnit && minutes < available) return minutes;
  conversion.note(reader.segment, field, "The duration does not fit the start and end, which count.");
  return available;
}

/** When it is: SCH-11, TQ1, else the first resource that says. */
function slotOf(
  conversion: Conversion,
  sch: FieldReader,
  timing: Segment | undefined,
  resources: readonly FieldReader[],
): Slot {
  const tq1 = timing && conversion.read(timing);
  const timed = resources.find((resource) =>
    resource.instant(meaningOf(times, resource.segment.name)?.start ?? 0),
  );
  const place = timed && meaningOf(times, timed.segment.name);
  const start = sch.instant(11, 4) ?? tq1?.instant(7) ?? (place && timed.instant(place.start));
  const end = sch.instant(11, 5) ?? tq1?.instant(8);
  const available = minutesBetween(start, end);
  const minutes =
    durationIn(conversion, sch, 9, available) ??
    (place && durationIn(conversion, timed, place.duration, available));
  return { start, end: end ?? (start && minutes ? later(start, minutes) : undefined), minutes };
}

/** FHIR wants both or neither, and both of an appointment that is to be: what is not said is told to be unknown. */
function absentSlot({ start, end }: Slot): FhirJson {
  return { ...(start ? {} : { _start: absent }), ...(end ? {} : { _end: absent }) };
}

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
function participantOf(conversion: Conversion, resource: FieldReader): FhirJson | undefined {
  const place = meaningOf(times, resource.segment.name);
  if (!place || resource.segment.name === "AIS" || isTakenAway(resource)) return undefined;
  const actor = actorOf(conversion, resource);
  const type = resource.concept(4);
  // Somebody is needed as something, though nobody knows yet who.
  if (!actor && (!type || resource.text(3) !== undefined)) return undefined;
  const start = resource.dateTime(place.start);
  const minutes = minutesOf(resource, place.duration);
  const end = start?.includes("T") && minutes ? later(start, minutes) : undefined;
  return element<FhirJson>({
    type: entries([type]),
    actor,
    status: participantStatus(resource.code(place.status)),
    period: periodOf(start, end),
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
): FhirJson[] {
  return [
    ...patients.map((actor) => ({ actor, status: "accepted" })),
    ...(entries(needed.map((resource) => participantOf(conversion, resource))) ?? []),
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
      participant: participantsOf(conversion, sch, patients, needed),
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
