/** SIU: SCH and the resources of the appointment, laid into an Appointment. */
import { type JsonObject, type JsonValue, objectsIn } from "@/sandbox/fhir/exact-json";
import { type Charts, needed, numbersIn, refusalNumbers } from "@/sandbox/hl7/charts";
import { conceptOf, entityNumberOf, type Repetition, said, timeOf, withNumbers } from "@/sandbox/hl7/fields";
import { type Message, MessageRefusal, type Segment } from "@/sandbox/hl7/message";

/** What an event makes of an appointment; those that are not here leave it to SCH-25. */
const decided: Record<string, string> = {
  "SIU^S15": "cancelled",
  "SIU^S17": "entered-in-error",
  "SIU^S26": "noshow",
};

/** Table 0278. */
const statuses: Record<string, string> = {
  Pending: "pending",
  Waitlist: "waitlist",
  Booked: "booked",
  Started: "arrived",
  Complete: "fulfilled",
  Cancelled: "cancelled",
  Deleted: "entered-in-error",
  Noshow: "noshow",
};

/** Where the segments of people, places and things say who or what, and how it was answered. */
const takingPart = { AIP: 12, AIL: 12, AIG: 14 } as const;

function participantIn(charts: Charts, name: keyof typeof takingPart, segment: Segment): JsonObject[] {
  const [part] = segment.repetitions(3);
  if (!part) return [];
  const display = name === "AIL" ? part(1) : (part(2) ?? part(9));
  const actor = name === "AIP" ? charts.person(part) : display ? { display } : undefined;
  const role = segment.repetitions(4).flatMap((one) => objectsIn(conceptOf(one)));
  const status = segment.text(takingPart[name]) === "Cancelled" ? "declined" : "accepted";
  return actor ? [{ ...(role.length > 0 && { type: role }), actor, status }] : [];
}

const sameActor = (one: JsonObject, other: JsonObject) => {
  const [mine] = objectsIn(one.actor);
  const [theirs] = objectsIn(other.actor);
  return mine?.reference === undefined
    ? mine?.display === theirs?.display
    : mine.reference === theirs?.reference;
};

/** Taken away from the appointment (table 0206). */
const isGone = (segment: Segment) => segment.text(2) === "D";

/** Whoever takes part already stays as they are, unless they are taken away; not to be named means nothing. */
function participants(charts: Charts, message: Message, patientId: string, before: JsonObject): JsonObject[] {
  const patient = { actor: { reference: `Patient/${patientId}` }, status: "accepted" };
  const named = (are: (segment: Segment) => boolean) =>
    (["AIP", "AIL", "AIG"] as const).flatMap((name) =>
      message.all(name).flatMap((segment) => (are(segment) ? participantIn(charts, name, segment) : [])),
    );
  const [gone, told] = [named(isGone), named((segment) => !isGone(segment))];
  const known = objectsIn(before.participant).filter((one) => !gone.some((other) => sameActor(one, other)));
  return [...known, ...[patient, ...told].filter((one) => !known.some((other) => sameActor(one, other)))];
}

function services(message: Message, before: JsonValue | undefined): JsonValue | undefined {
  const named = message.all("AIS");
  const parts = named.flatMap((segment) => (isGone(segment) ? [] : segment.repetitions(3)));
  return named.length > 0 ? parts.flatMap((part) => objectsIn(conceptOf(part))) : before;
}

function numbersOf(sch: Segment): (JsonObject | undefined)[] {
  const one = (field: number, kind: string) => {
    const [part] = sch.repetitions(field);
    return part && entityNumberOf(part, kind);
  };
  return [one(1, "PLAC"), one(2, "FILL")];
}

const listed = (part: Repetition) => objectsIn(conceptOf(part));

export function fileAppointment(charts: Charts, message: Message): void {
  const sch = needed(message, "SCH");
  const { id: patientId } = charts.patientOf(message);
  const numbers = numbersIn(sch, 1, 2);
  const mayBeNew = message.type === "SIU^S12";
  const known = charts.subject("Appointment", patientId, { field: "SCH-2", numbers, mayBeNew });
  if (known && mayBeNew && charts.booksOnce) {
    throw new MessageRefusal("AE", refusalNumbers.keyDuplicate, "The appointment is booked", "SCH^1^2");
  }
  const before: JsonObject = known?.resource ?? { resourceType: "Appointment" };
  const notes = message.all("NTE").flatMap((note) => note.text(3) ?? []);
  const appointment = {
    ...before,
    identifier: withNumbers(before.identifier, numbersOf(sch)),
    status: decided[message.type] ?? statuses[sch.text(25) ?? ""] ?? before.status ?? "booked",
    cancelationReason: said(sch, 6, before.cancelationReason, conceptOf),
    serviceType: services(message, before.serviceType),
    appointmentType: said(sch, 8, before.appointmentType, conceptOf),
    reasonCode: said(sch, 7, before.reasonCode, listed),
    start: said(sch, 11, before.start, (part) => timeOf(part(4)) ?? before.start),
    end: said(sch, 11, before.end, (part) => timeOf(part(5)) ?? before.end),
    minutesDuration: said(sch, 9, before.minutesDuration, (part) => Number(part(1))),
    comment: notes.length > 0 ? notes.join("\n") : before.comment,
    participant: participants(charts, message, patientId, before),
  };
  charts.file(appointment, known?.id);
}
