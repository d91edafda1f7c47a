/** ADT of visits: PV1 and PV2, laid into an Encounter. */
import { type JsonObject, objectsIn } from "@/sandbox/fhir/exact-json";
import { type Charts, needed, numbersIn } from "@/sandbox/hl7/charts";
import { conceptOf, identifierOf, type Repetition, said, timeOf, withNumbers } from "@/sandbox/hl7/fields";
import type { Message, Segment } from "@/sandbox/hl7/message";

/** What an event makes of a visit; A08 leaves it as it is. */
const statuses: Record<string, string | undefined> = {
  "ADT^A01": "in-progress",
  "ADT^A03": "finished",
  "ADT^A04": "in-progress",
  "ADT^A05": "planned",
  "ADT^A11": "cancelled",
  "ADT^A13": "in-progress",
  "ADT^A38": "cancelled",
};

/** Events of visits that need not be known. */
const opening: readonly string[] = ["ADT^A01", "ADT^A04", "ADT^A05"];

/** Table 0004, as v3 ActCode. */
const classes: Record<string, [code: string, display: string]> = {
  I: ["IMP", "inpatient encounter"],
  E: ["EMER", "emergency"],
  O: ["AMB", "ambulatory"],
  P: ["PRENC", "pre-admission"],
};

function classOf(part: Repetition): JsonObject | undefined {
  const [code, display] = classes[part(1) ?? ""] ?? [];
  const system = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
  return code ? { system, code, display } : undefined;
}

const attender = {
  coding: [{ system: "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", code: "ATND" }],
};

/** Who attends, by the chart's own words where they are known there already. */
function participants(charts: Charts, pv1: Segment, before: JsonObject): JsonObject[] {
  const known = objectsIn(before.participant);
  const told = pv1.repetitions(7).flatMap((part) => {
    const individual = charts.person(part);
    const isKnown = known.some((one) => objectsIn(one.individual)[0]?.reference === individual?.reference);
    return individual && !isKnown ? [{ type: [attender], individual }] : [];
  });
  return [...known, ...told];
}

function placeOf(part: Repetition): JsonObject[] | undefined {
  const display = part(1);
  return display ? [{ location: { display } }] : undefined;
}

/** The last discharge that PV1-45 tells; a visit that goes on again has none. */
function periodOf(message: Message, pv1: Segment, before: JsonObject): JsonObject {
  const [known = {}] = objectsIn(before.period);
  const end = message.type === "ADT^A13" ? undefined : said(pv1, 45, known.end, (part) => timeOf(part(1)));
  return { ...known, start: said(pv1, 44, known.start, (part) => timeOf(part(1))), end };
}

function hospitalization(pv1: Segment, before: JsonObject): JsonObject | undefined {
  const [known] = objectsIn(before.hospitalization);
  const dischargeDisposition = said(pv1, 36, known?.dischargeDisposition, conceptOf);
  return dischargeDisposition === undefined ? known : { ...known, dischargeDisposition };
}

export function fileVisit(charts: Charts, message: Message): void {
  const pv1 = needed(message, "PV1");
  const { id: patientId } = charts.patientOf(message);
  const numbers = numbersIn(pv1, 19);
  const mayBeNew = opening.includes(message.type);
  const known = charts.subject("Encounter", patientId, { field: "PV1-19", numbers, mayBeNew });
  const subject = { reference: `Patient/${patientId}` };
  const before: JsonObject = known?.resource ?? { resourceType: "Encounter", subject };
  const listed = (part: Repetition) => objectsIn(conceptOf(part));
  const visit = {
    ...before,
    identifier: withNumbers(before.identifier, pv1.repetitions(19).map(identifierOf)),
    status: statuses[message.type] ?? before.status,
    class: before.class ?? said(pv1, 2, undefined, classOf),
    type: said(pv1, 4, before.type, listed),
    participant: participants(charts, pv1, before),
    period: periodOf(message, pv1, before),
    reasonCode: said(message.segment("PV2"), 3, before.reasonCode, listed),
    location: said(pv1, 3, before.location, placeOf),
    hospitalization: hospitalization(pv1, before),
  };
  charts.file(visit, known?.id);
}
