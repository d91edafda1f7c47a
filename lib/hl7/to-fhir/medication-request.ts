/** ORC with RXO, and with RXE, as MedicationRequests (guide: RXO, RXR and TQ1[MedicationRequest]). */
import type { FhirIdentifier, FhirJson } from "@/lib/fhir";
import type { Segment } from "../segment";
import type { Conversion, Reference } from "./conversion";
import { absent, element, entries } from "./elements";
import type { FieldReader } from "./field-reader";
import type { Group, GroupShape } from "./groups";
import { amountIn, assumedMedication, medicationOf, replacedMedication } from "./medication";
import { notesOf } from "./note";
import { addOrderProvenance, groupNumberOf, orderIdentifiers, orderSegments, requesterOf } from "./order";
import { prescriptionStatus } from "./order-status";
import { addCodedOrganization } from "./organization";
import { numbered } from "./patient";
import type { Subject } from "./patient-group";
import { amountOf, quantityOf, unitOf } from "./quantity";
import { meaningOf, type Table } from "./table";
import { dosageTimingsOf, timingOf } from "./timing";

/** What was asked for, as the pharmacy wrote it down, and what came of it; each with its route and parts. */
export const requestedShape: GroupShape = {
  name: "requested",
  opens: ["RXO"],
  members: ["NTE", "RXR", "RXC"],
};
export const encodedShape: GroupShape = {
  name: "encoded",
  opens: ["RXE"],
  members: ["NTE", "TQ1", "TQ2", "RXR", "RXC", "CDO"],
};

/** Table 0482. */
const settings: Table = { I: "inpatient", O: "outpatient" };

/** For whom it is ordered: somebody who lies there, or comes. */
function categoryOf(orc: FieldReader | undefined): FhirJson[] | undefined {
  const said = orc?.concept(29, "0482");
  const code = meaningOf(settings, orc?.code(29));
  const system = "http://terminology.hl7.org/CodeSystem/medicationrequest-category";
  if (!said) return undefined;
  return [{ ...said, coding: [...(code ? [{ system, code }] : []), ...(said.coding ?? [])] }];
}

/** Where each of the two segments says the same; amounts have their unit in the next field. */
const places = {
  RXO: {
    intent: "original-order",
    medication: { code: 1, form: 5, strength: 18, volume: 25 },
    least: 2,
    most: 3,
    units: 4,
    instructions: 7,
    forPharmacy: 6,
    substitution: 9,
    quantity: 11,
    refills: 13,
    provider: 14,
    reason: 20,
    rate: 21,
    daily: 23,
    pharmacy: 32,
    telephone: 36,
  },
  RXE: {
    intent: "filler-order",
    medication: { code: 2, form: 6, strength: 25, volume: 33 },
    least: 3,
    most: 4,
    units: 5,
    instructions: 7,
    forPharmacy: 21,
    substitution: 9,
    quantity: 10,
    refills: 12,
    provider: 13,
    reason: 27,
    rate: 23,
    daily: 19,
    pharmacy: 40,
    telephone: 45,
  },
} as const;

type Place = (typeof places)[keyof typeof places];

/** Table 0161. */
const substitutions: Table = { N: "N", G: "G", T: "TE" };

function substitutionOf(reader: FieldReader, { substitution }: Place): FhirJson | undefined {
  const said = reader.concept(substitution, "0161");
  const code = meaningOf(substitutions, reader.code(substitution));
  if (!said) return undefined;
  const system = "http://terminology.hl7.org/CodeSystem/v3-substanceAdminSubstitution";
  const coding = code ? [{ system, code }, ...(said.coding ?? [])] : said.coding;
  return { allowedCodeableConcept: { ...said, coding } };
}

/** So much each time: an amount, or from one to another. */
function doseOf(reader: FieldReader, { least, most, units, rate }: Place): FhirJson | undefined {
  const unit = unitOf(reader.value(units));
  const [low, high] = [least, most].map((field) => quantityOf(reader.number(field), unit));
  const rateQuantity = amountIn(reader, rate);
  return element<FhirJson>({
    ...(high ? { doseRange: element({ low, high }) } : { doseQuantity: low }),
    rateQuantity,
  });
}

/** CQ: what is taken in a day at most. */
function dailyOf(reader: FieldReader, { daily }: Place): FhirJson | undefined {
  const numerator = amountOf(reader.value(daily));
  const day = { value: 1, unit: "d", system: "http://unitsofmeasure.org", code: "d" };
  return numerator && { numerator, denominator: day };
}

/** What instructions say, which seldom are codes. */
export function wordsIn(reader: FieldReader, field: number): string[] {
  return (reader.concepts(field) ?? []).flatMap(({ text, coding }) => text ?? coding?.[0]?.code ?? []);
}

/** How it is taken; once for each time that is said. */
function dosagesOf(conversion: Conversion, order: Group, group: Group, reader: FieldReader, place: Place) {
  const [route] = group.all("RXR").map((segment) => conversion.read(segment));
  const dose = doseOf(reader, place);
  const shared = {
    text: wordsIn(reader, place.instructions).join("\n"),
    site: route?.concept(2, "0163"),
    route: route?.concept(1, "0162"),
    method: route?.concept(4, "0165"),
    doseAndRate: dose && [dose],
    maxDosePerPeriod: dailyOf(reader, place),
  };
  const { orc } = orderSegments(conversion, order);
  const own = group.all("TQ1");
  const timings = dosageTimingsOf(conversion, own.length > 0 ? own : order.all("TQ1"), [
    ...(reader.segment.name === "RXE" ? [{ reader, field: 1 }] : []),
    ...(orc ? [{ reader: orc, field: 7 }] : []),
  ]);
  const all = timings.length > 0 ? timings : [{}];
  return entries(all.map((timing) => element<FhirJson>({ ...shared, ...timing })));
}

function dispenseOf(conversion: Conversion, reader: FieldReader, place: Place): FhirJson | undefined {
  const refills = reader.number(place.refills);
  return element<FhirJson>({
    quantity: amountIn(reader, place.quantity),
    numberOfRepeatsAllowed:
      refills !== undefined && Number.isInteger(refills) && refills >= 0 ? refills : undefined,
    performer: addCodedOrganization(conversion, reader.value(place.pharmacy), "pharmacy", {
      address: reader.addresses(place.pharmacy + 1),
      telecom: reader.contacts(place.telephone),
    }),
  });
}

/** What it is for, how it is taken, and how much of what is handed out. */
function instructionsOf(
  conversion: Conversion,
  order: Group,
  group: Group,
  reader: FieldReader,
  place: Place,
): FhirJson {
  return {
    reasonCode: reader.concepts(place.reason),
    dosageInstruction: dosagesOf(conversion, order, group, reader, place),
    dispenseRequest: dispenseOf(conversion, reader, place),
    substitution: substitutionOf(reader, place),
  };
}

/** What the pharmacy is told, and other notes. */
function notesIn(
  conversion: Conversion,
  reader: FieldReader,
  place: Place,
  notes: readonly Segment[],
): FhirJson[] {
  const told = wordsIn(reader, place.forPharmacy).map((text) => ({ text }));
  return [...told, ...notesOf(conversion, notes)];
}

/** The order's number, by which of the two it is and what is ordered. */
function requestId(
  conversion: Conversion,
  reader: FieldReader,
  place: Place,
  [first]: readonly FhirIdentifier[],
): string {
  if (!first) return conversion.idOf("MedicationRequest", undefined);
  const ordered = reader.whole(place.medication.code) ?? reader.whole(place.medication.code, 2);
  return conversion.idOfEach("MedicationRequest", [first.system, first.value, place.intent, ordered]);
}

/** For whom it is, and what for. */
export interface Prescribed extends Subject {
  readonly reasons: readonly Reference[];
}

/** One of the two of an order. */
function addRequest(
  conversion: Conversion,
  order: Group,
  group: Group,
  subject: Prescribed,
  basedOn: Reference | undefined,
): Reference | undefined {
  const [segment] = group.segments;
  if (!segment) return undefined;
  const isEncoded = segment.name === "RXE";
  const place = isEncoded ? places.RXE : places.RXO;
  const reader = conversion.read(segment);
  const segments = orderSegments(conversion, order);
  const { orc } = segments;
  const prescription = isEncoded ? numbered(reader.text(15), "PRN") : undefined;
  const identifier = entries([...orderIdentifiers(segments), prescription]) ?? [];
  const medication = medicationOf(conversion, reader, place.medication, group.all("RXC"));
  const elements = {
    ...medication,
    identifier,
    status: prescriptionStatus(orc),
    intent: place.intent,
    category: categoryOf(orc),
    priority: timingOf(conversion, order.segment("TQ1"), orc, undefined).priority,
    subject: subject.patient,
    encounter: subject.encounter,
    authoredOn: orc?.dateTime(9) ?? (isEncoded ? reader.dateTime(32) : undefined),
    requester: requesterOf(conversion, segments, order, reader.value(place.provider)),
    reasonReference: subject.reasons,
    basedOn: basedOn && [basedOn],
    groupIdentifier: groupNumberOf(segments),
    note: notesIn(conversion, reader, place, [...order.all("NTE"), ...group.all("NTE")]),
    ...instructionsOf(conversion, order, group, reader, place),
  };
  const id = requestId(conversion, reader, place, identifier);
  const assumed = { status: "unknown", subject: absent, ...assumedMedication(medication) };
  const cleared = replacedMedication(medication);
  const request = conversion.add("MedicationRequest", id, elements, { assumed, cleared });
  if (orc) addOrderProvenance(conversion, orc, request);
  return request;
}

/** What was prescribed in an order, and what the pharmacy made of it; the last of both is what it will do. */
export function addMedicationRequests(
  conversion: Conversion,
  order: Group,
  subject: Prescribed,
): Reference | undefined {
  let last: Reference | undefined;
  for (const group of [...order.of("requested"), ...order.of("encoded")]) {
    last = addRequest(conversion, order, group, subject, last) ?? last;
  }
  return last;
}
