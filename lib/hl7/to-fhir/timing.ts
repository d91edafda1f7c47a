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

/** Every so often (RPT), for so long each time, before or after meals and sleep. */
function repetitionOf(tq1: FieldReader): FhirJson {
  const [period, periodUnit] = [tq1.number(3, 5), unitOf(tq1.text(3, 6))];
  const [duration, durationUnit] = [tq1.number(13, 1), unitOf(tq1.text(13, 2))];
  const event = tq1.code(3, 8);
  const offset = (tq1.number(3, 9) ?? 0) * (meaningOf(minutes, unitOf(tq1.text(3, 10))) ?? 0);
  return {
    ...(period && periodUnit ? { period, periodUnit } : {}),
    ...(duration && durationUnit ? { duration, durationUnit } : {}),
    ...(events.includes(event)
      ? { when: [event], offset: offset > 0 && offset < mostMinutes ? Math.round(offset) : undefined }
      : {}),
  };
}

const patterns = "http://terminology.hl7.org/CodeSystem/v2-0335";

/** How often it is to be done, in words and codes. */
function patternOf(tq1: FieldReader): FhirJson | undefined {
  const pattern = tq1.text(3) ?? tq1.text(3, 2);
  if (pattern === undefined) return undefined;
  const count = tq1.positive(14);
  const bounds = periodOf(tq1.dateTime(7), tq1.dateTime(8));
  return element<FhirJson>({
    code: { coding: [{ system: patterns, code: pattern }] },
    repeat: element<FhirJson>({
      boundsPeriod: bounds,
      ...repetitionOf(tq1),
      count,
    }),
  });
}

function ofSegment(tq1: FieldReader): FhirJson {
  const occurrenceTiming = patternOf(tq1);
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
function dosageOfSegment(tq1: FieldReader): FhirJson | undefined {
  const boundsPeriod = periodOf(tq1.dateTime(7), tq1.dateTime(8));
  const { asNeededCodeableConcept, patientInstruction } = ofSegment(tq1);
  const timing = patternOf(tq1) ?? (boundsPeriod && { repeat: { boundsPeriod } });
  return element<FhirJson>({
    sequence: tq1.positive(1),
    timing,
    asNeededCodeableConcept,
    patientInstruction,
  });
}

/** The same in the components of a TQ. */
function dosageOfField(reader: FieldReader, field: number): FhirJson | undefined {
  const pattern = reader.text(field, 2);
  const boundsPeriod = periodOf(reader.dateTime(field, 4), reader.dateTime(field, 5));
  const condition = reader.whole(field, 7);
  return element<FhirJson>({
    timing: element<FhirJson>({
      code: pattern === undefined ? undefined : { coding: [{ system: patterns, code: pattern }] },
      repeat: boundsPeriod && { boundsPeriod },
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
  const timed = entries(segments.map((tq1) => dosageOfSegment(conversion.read(tq1))));
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
    (timing && element(ofSegment(conversion.read(timing)))) ??
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
