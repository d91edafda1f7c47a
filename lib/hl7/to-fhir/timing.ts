/** TQ1, and the TQ of older versions in ORC-7 and OBR-27, as when and how urgently a thing is to be done. */
import type { FhirJson } from "@/lib/fhir";
import type { Segment } from "../segment";
import type { Conversion } from "./conversion";
import { element, entries } from "./elements";
import type { FieldReader } from "./field-reader";
import { periodOf } from "./moments";
import { amountOf } from "./quantity";
import { meaningOf, type Table } from "./table";

/** Table 0485, and what OBR-5 says of the same. */
const priorities: Table = {
  S: "stat",
  STAT: "stat",
  A: "asap",
  ASAP: "asap",
  R: "routine",
  ROUTINE: "routine",
  U: "urgent",
  URGENT: "urgent",
  T: "urgent",
  P: "urgent",
};

export function priorityOf(code: string | undefined): string | undefined {
  return meaningOf(priorities, code?.toUpperCase());
}

function occurrenceOf(start: string | undefined, end: string | undefined): FhirJson {
  if (end !== undefined) return { occurrencePeriod: periodOf(start, end) };
  return { occurrenceDateTime: start };
}

/** TQ in a field: what stands in its components. */
function ofField(reader: FieldReader, field: number): FhirJson {
  return {
    ...occurrenceOf(reader.dateTime(field, 4), reader.dateTime(field, 5)),
    priority: priorityOf(reader.text(field, 6)),
    patientInstruction: reader.whole(field, 8),
  };
}

/** Units of time, as HL7 v2 writes them, by the codes that FHIR's timing has. */
const units: Table = {
  s: "s",
  sec: "s",
  min: "min",
  h: "h",
  hr: "h",
  d: "d",
  day: "d",
  wk: "wk",
  mo: "mo",
  a: "a",
  yr: "a",
};

function unitOf(code: string | undefined): string | undefined {
  return meaningOf(units, code?.toLowerCase());
}

/** Events that FHIR's timing has as well (table 0528). */
const events = ["AC", "ACD", "ACM", "ACV", "C", "CD", "CM", "CV", "HS", "IC", "PC", "PCD", "PCM", "PCV"];

/** More than FHIR's numbers have room for is a mistake. */
const mostMinutes = 2_147_483_647;
const minutes: Readonly<Record<string, number>> = { s: 1 / 60, min: 1, h: 60, d: 1440 };

/** Before or after meals and sleep; or at times of day, beside which FHIR knows no event (R4 Timing, tim-10). */
function momentsOf(conversion: Conversion, tq1: FieldReader): FhirJson {
  const timeOfDay = tq1.times(4);
  const event = tq1.code(3, 8);
  if (!events.includes(event)) return { timeOfDay };
  if (timeOfDay.length > 0) {
    conversion.note(tq1.segment, 3, "FHIR knows no event beside times of day, so the event is left out.");
    return { timeOfDay };
  }
  const offset = (tq1.number(3, 9) ?? 0) * (meaningOf(minutes, unitOf(tq1.text(3, 10))) ?? 0);
  return { when: [event], offset: offset > 0 && offset < mostMinutes ? Math.round(offset) : undefined };
}

/** Every so often (RPT), and for so long each time. */
function repetitionOf(tq1: FieldReader): FhirJson {
  const [period, periodUnit] = [tq1.number(3, 5), unitOf(tq1.text(3, 6))];
  const [duration, durationUnit] = [tq1.number(13, 1), unitOf(tq1.text(13, 2))];
  return {
    ...(period && periodUnit ? { period, periodUnit } : {}),
    ...(duration && durationUnit ? { duration, durationUnit } : {}),
  };
}

const patterns = "http://terminology.hl7.org/CodeSystem/v2-0335";

const patternNamed = (code: string | undefined) =>
  code === undefined ? undefined : { coding: [{ system: patterns, code }] };

/** How often it is to be done, in words and codes, and when in a day. */
function patternOf(conversion: Conversion, tq1: FieldReader): FhirJson | undefined {
  const pattern = tq1.text(3) ?? tq1.text(3, 2);
  const moments = element(momentsOf(conversion, tq1));
  if (pattern === undefined && !moments) return undefined;
  const count = tq1.positive(14);
  const bounds = periodOf(tq1.dateTime(7), tq1.dateTime(8));
  return element<FhirJson>({
    code: patternNamed(pattern),
    repeat: element<FhirJson>({
      boundsPeriod: bounds,
      ...repetitionOf(tq1),
      ...moments,
      count,
    }),
  });
}

function ofSegment(conversion: Conversion, tq1: FieldReader): FhirJson {
  const occurrenceTiming = patternOf(conversion, tq1);
  const condition = tq1.plainText(10);
  const quantity = amountOf(tq1.value(2));
  return {
    ...(occurrenceTiming ? { occurrenceTiming } : occurrenceOf(tq1.dateTime(7), tq1.dateTime(8))),
    quantityQuantity: quantity,
    priority: priorityOf(tq1.text(9)),
    asNeededCodeableConcept: condition === undefined ? undefined : { text: condition },
    patientInstruction: tq1.plainText(11),
  };
}

/** When a medicine is taken, where a segment has a time for it. */
function dosageOfSegment(conversion: Conversion, tq1: FieldReader): FhirJson | undefined {
  const boundsPeriod = periodOf(tq1.dateTime(7), tq1.dateTime(8));
  const { asNeededCodeableConcept, patientInstruction } = ofSegment(conversion, tq1);
  const timing = patternOf(conversion, tq1) ?? (boundsPeriod && { repeat: { boundsPeriod } });
  return element<FhirJson>({
    sequence: tq1.positive(1),
    timing,
    asNeededCodeableConcept,
    patientInstruction,
  });
}

/** The same in the components of a TQ; times of day stand behind the pattern (RI), with commas between. */
function dosageOfField(reader: FieldReader, field: number): FhirJson | undefined {
  const pattern = reader.text(field, 2);
  const boundsPeriod = periodOf(reader.dateTime(field, 4), reader.dateTime(field, 5));
  const timeOfDay = reader.times(field, reader.text(field, 2, 2)?.split(",") ?? []);
  const condition = reader.whole(field, 7);
  return element<FhirJson>({
    timing: element<FhirJson>({
      code: patternNamed(pattern),
      repeat: element({ boundsPeriod, timeOfDay }),
    }),
    asNeededCodeableConcept: condition === undefined ? undefined : { text: condition },
    patientInstruction: reader.whole(field, 8),
  });
}

/** When and how often a medicine is taken: by segments, else by the first field that says it. */
export function dosageTimingsOf(
  conversion: Conversion,
  segments: readonly Segment[],
  fields: readonly { readonly reader: FieldReader; readonly field: number }[],
): FhirJson[] {
  const timed = entries(segments.map((tq1) => dosageOfSegment(conversion, conversion.read(tq1))));
  if (timed) return timed;
  const [first] = entries(fields.map(({ reader, field }) => dosageOfField(reader, field))) ?? [];
  return first ? [first] : [];
}

/** The first of what an order says of it: TQ1, ORC-7, OBR-27; the requested time and priority of OBR where none does. */
export function timingOf(
  conversion: Conversion,
  timing: Segment | undefined,
  orc: FieldReader | undefined,
  obr: FieldReader | undefined,
): FhirJson {
  const stated =
    (timing && element(ofSegment(conversion, conversion.read(timing)))) ??
    (orc && element(ofField(orc, 7))) ??
    (obr && element(ofField(obr, 27)));
  const occurrenceDateTime = obr?.dateTime(6) ?? orc?.dateTime(15);
  const hasTime = Object.keys(stated ?? {}).some((name) => name.startsWith("occurrence"));
  return {
    ...(hasTime || !occurrenceDateTime ? {} : { occurrenceDateTime }),
    priority: priorityOf(obr?.text(5)),
    ...stated,
  };
}
