/** Appointment as SCH, and who and what it needs as AIS, AIG, AIL and AIP (v2-to-FHIR implementation guide). */
import { components, type FieldValue } from "../compose";
import { codeOf, each, nothing, writeConcept, writeNumber } from "./data-types";
import { writeTime } from "./moments";
import { numberOf, numberOrFirst, ownNumber } from "./order-numbers";
import type { Parts } from "./parts";
import { isPerson, kindOfTarget, type Related } from "./related";
import { type SegmentRules, writeSegment } from "./segment";

export interface Scheduled {
  readonly appointment: Parts<"Appointment">;
  readonly related: Related;
}

type Participant = NonNullable<Parts<"Appointment">["participant"]>[number];

/** Table 0278. */
const statuses: Readonly<Record<string, string>> = {
  proposed: "Pending",
  pending: "Pending",
  booked: "Booked",
  arrived: "Started",
  "checked-in": "Started",
  fulfilled: "Complete",
  cancelled: "Cancelled",
  noshow: "Noshow",
  "entered-in-error": "Deleted",
  waitlist: "Waitlist",
};

const statusOf = ({ appointment }: Scheduled) => statuses[appointment.status ?? ""];
const startOf = ({ appointment }: Scheduled) => writeTime(appointment.start);
const minutesOf = ({ appointment }: Scheduled) => appointment.minutesDuration?.toString();
const minutes = components("min", "minutes", "UCUM");
const unitOf = ({ appointment }: Scheduled) => (appointment.minutesDuration ? minutes : undefined);

/** TQ: how long, from when, until when, how urgent. */
function timing(scheduled: Scheduled): FieldValue {
  const lasting = minutesOf(scheduled);
  const end = writeTime(scheduled.appointment.end);
  const priority = priorities[scheduled.appointment.priority ?? 0];
  return components(...nothing(2), lasting && `M${lasting}`, startOf(scheduled), end, priority);
}

/** Numbers of the order that it is for, as far as they are known. */
function ordered({ appointment, related }: Scheduled, kind: "PLAC" | "FILL"): FieldValue {
  const known = (appointment.basedOn ?? []).flatMap((one) => [
    ...(related.get("ServiceRequest", one)?.identifier ?? []),
    ...(one.identifier ? [one.identifier] : []),
  ]);
  return writeNumber(numberOf(known, kind));
}

/** Whom to ask at either side, and who entered it, are no resources: the segment itself names them. */
const contacts = ["placer-contact", "filler-contact", "enterer"] as const;

function roleOf({ type }: Participant): string | undefined {
  return codeOf(type?.[0]);
}

const isContact = (one: Participant) => contacts.some((role) => role === roleOf(one));

function contact({ appointment, related }: Scheduled, role: (typeof contacts)[number]): FieldValue {
  return each(
    appointment.participant?.filter((one) => roleOf(one) === role),
    ({ actor }) => related.person(actor),
  );
}

/** Table 0485, of iCalendar's numbers. */
const priorities: Readonly<Record<number, string>> = { 1: "S", 2: "A", 3: "T", 5: "R" };

function numbersOf({ appointment }: Scheduled) {
  const placer = numberOf(appointment.identifier, "PLAC");
  const filler = numberOrFirst(appointment.identifier, "FILL");
  return { placer, filler: filler ?? (placer ? undefined : ownNumber(appointment)) };
}

export const sch: SegmentRules<Scheduled> = {
  1: ["identifier", (scheduled) => writeNumber(numbersOf(scheduled).placer)],
  2: ["identifier", (scheduled) => writeNumber(numbersOf(scheduled).filler)],
  6: [
    "cancelationReason",
    ({ appointment }) => writeConcept(appointment.cancelationReason ?? appointment.reasonCode?.[1]),
  ],
  7: ["reasonCode", ({ appointment }) => writeConcept(appointment.reasonCode?.[0])],
  8: ["appointmentType", ({ appointment }) => writeConcept(appointment.appointmentType)],
  9: ["minutesDuration", minutesOf],
  10: ["minutesDuration", unitOf],
  11: ["start", timing],
  12: ["participant", (scheduled) => contact(scheduled, "placer-contact")],
  16: ["participant", (scheduled) => contact(scheduled, "filler-contact")],
  20: ["participant", (scheduled) => contact(scheduled, "enterer")],
  25: ["status", statusOf],
  26: ["basedOn", (scheduled) => ordered(scheduled, "PLAC")],
  27: ["basedOn", (scheduled) => ordered(scheduled, "FILL")],
};

/** What is done to the resources of an appointment: added, taken away, changed, nothing (table 0206). */
export type ResourceAction = "A" | "D" | "U" | "X";

type Taking = Scheduled & { readonly participant: Participant };
type Served = Scheduled & { readonly service: NonNullable<Parts<"Appointment">["serviceType"]>[number] };

const ais: SegmentRules<Served> = {
  3: ["serviceType", ({ service }) => writeConcept(service)],
  4: ["start", startOf],
  7: ["minutesDuration", minutesOf],
  8: ["minutesDuration", unitOf],
  10: ["status", statusOf],
};

/** Table 0278, of what who was asked answers. */
const answers: Readonly<Record<string, string>> = {
  accepted: "Booked",
  declined: "Cancelled",
  tentative: "Pending",
};

/** Equipment and the like: its code, else its name. */
function thing({ participant, related }: Taking): FieldValue {
  const device = related.get("Device", participant.actor);
  const text = device?.deviceName?.[0]?.name ?? participant.actor?.display ?? undefined;
  const codes = device?.identifier?.map(({ system, value }) => ({ system, code: value }));
  const [first, ...others] = codes ?? [];
  return writeConcept({ coding: first && [{ ...first, display: text }, ...others], text });
}

/** How long it is needed, in minutes; as long as the appointment unless its own times say otherwise. */
function lasting(taking: Taking): string | undefined {
  const { start, end } = taking.participant.period ?? {};
  const minutes = start && end ? Math.round((Date.parse(end) - Date.parse(start)) / 60_000) : 0;
  return minutes > 0 ? String(minutes) : minutesOf(taking);
}

/** What AIG, AIL and AIP say alike, though each somewhere else. */
function resourceRules(
  say: (taking: Taking) => FieldValue,
  at: { readonly kind: number; readonly start: number },
): SegmentRules<Taking> {
  return {
    3: ["participant", say],
    [at.kind]: ["participant", ({ participant }) => writeConcept(participant.type?.[0])],
    [at.start]: ["start", (taking) => writeTime(taking.participant.period?.start) ?? startOf(taking)],
    [at.start + 3]: ["minutesDuration", lasting],
    [at.start + 4]: ["minutesDuration", (taking) => lasting(taking) && minutes],
    [at.start + 6]: ["participant", ({ participant }) => answers[participant.status ?? ""]],
  };
}

const aip = resourceRules(({ participant, related }) => related.person(participant.actor), {
  kind: 4,
  start: 6,
});
const ail = resourceRules(({ participant, related }) => related.place(participant.actor), {
  kind: 4,
  start: 6,
});
const aig = resourceRules(thing, { kind: 4, start: 8 });

function kindOfResource({ actor }: Participant): "AIP" | "AIL" | "AIG" {
  if (isPerson(actor)) return "AIP";
  return kindOfTarget(actor) === "Location" ? "AIL" : "AIG";
}

const rules = { AIG: aig, AIL: ail, AIP: aip } as const;

interface Needed<Part> {
  readonly part: Part;
  readonly action: ResourceAction;
}

/** What is needed now, and what no more; without `before` nobody knows what the receiver has. */
function compared<Part>(
  now: readonly Part[],
  before: readonly Part[] | undefined,
  action: ResourceAction,
  nameOf: (part: Part) => string | undefined,
): Needed<Part>[] {
  const isIn = (parts: readonly Part[], part: Part) => parts.some((one) => nameOf(one) === nameOf(part));
  const present = now.map(
    (part) => ({ part, action: before && !isIn(before, part) ? "A" : action }) as const,
  );
  const gone = (before ?? []).filter((part) => !isIn(now, part));
  return [...present, ...gone.map((part) => ({ part, action: "D" }) as const)];
}

const nameOfService = (service: Served["service"]) => codeOf(service) ?? service.text ?? undefined;

function nameOfActor({ actor }: Participant): string | undefined {
  return actor?.reference ?? actor?.identifier?.value ?? actor?.display ?? undefined;
}

/** The people, places and things that it needs, not whom it is about and who arranges it. */
function resourcesOf({ participant }: Scheduled["appointment"]): Participant[] {
  return (participant ?? []).filter(
    (one) => one.actor && kindOfTarget(one.actor) !== "Patient" && !isContact(one),
  );
}

/**
 * The services, places, people and things that the appointment needs, in the order of the standard; where it is changed
 * and is known as the receiver has it (`before`), with what is new among them and what it needs no more.
 */
export function resourceSegments(
  scheduled: Scheduled,
  action: ResourceAction,
  before?: Scheduled["appointment"],
): (string | undefined)[] {
  const { appointment } = scheduled;
  const known = action === "U" ? before : undefined;
  const always = (index: number, { action: done }: Needed<unknown>) => ({ 1: String(index + 1), 2: done });
  const services = compared(
    appointment.serviceType ?? [],
    known && (known.serviceType ?? []),
    action,
    nameOfService,
  ).map((one, index) =>
    writeSegment("AIS", ais, { ...scheduled, service: one.part }, { always: always(index, one) }),
  );
  const others = compared(resourcesOf(appointment), known && resourcesOf(known), action, nameOfActor);
  const resources = (["AIG", "AIL", "AIP"] as const).flatMap((name) =>
    others
      .filter(({ part }) => kindOfResource(part) === name)
      .map((one, index) =>
        writeSegment(
          name,
          rules[name],
          { ...scheduled, participant: one.part },
          { always: always(index, one) },
        ),
      ),
  );
  return [...services, ...resources];
}
