/** OBX-5 by the type that OBX-2 names (guide: OBX[Observation]). */
import type { FhirJson } from "@/lib/fhir";
import type { Repetition } from "../repetition";
import { encapsulatedOf, pointedAt } from "./attachment";
import { conceptOf, period, type Sender } from "./data-types";
import { absent } from "./elements";
import { numberIn, numberOf } from "./field-reader";
import { fhirDateTime, fhirTime } from "./moments";
import { isStructured, measuredOf, quantityOf, structuredOf, type Unit } from "./quantity";
import { meaningOf } from "./table";

export interface ValueContext {
  readonly sender: Sender;
  readonly unit: Unit;
  /** Told of what could be read in part, or by a guess. */
  readonly tell: (message: string) => void;
}

/** Reads one repetition; undefined for what is not of the type it is said to be, which is then kept as text. */
type ReadValue = (value: Repetition, context: ValueContext) => FhirJson | undefined;

/** Types without parts: a delimiter in what is said to be one of them divides nothing. */
const undivided = ["", "NM", "SI", "ST", "TX", "FT", "DT", "TM", "DTM"];

/** A value as it reads: its parts with blanks between them, where it has parts. */
function readableText(type: string, value: Repetition): string | undefined {
  if (undivided.includes(type) || (type === "SN" && !isStructured(value))) return value.whole();
  const parts = value
    .components()
    .flat()
    .filter((part) => typeof part === "string" && part !== "");
  return parts.length === 0 ? undefined : parts.join(" ");
}

function asText(type: string, value: Repetition, { unit }: ValueContext): FhirJson | undefined {
  const text = readableText(type, value);
  return text === undefined ? undefined : { valueString: unit.unit ? `${text} ${unit.unit}` : text };
}

/**
 * A number with a unit behind it (OBX-6) is a quantity whatever the sender calls its type, and if nobody says it, since a
 * text in FHIR has no unit, and a number means little without it.
 */
const asMeasured: ReadValue = (value, { unit }) => {
  const valueQuantity = unit.unit ? measuredOf(value.whole() ?? "", unit) : undefined;
  return valueQuantity && { valueQuantity };
};

const asNumber: ReadValue = (value, { unit }) => {
  const valueQuantity = quantityOf(numberIn(value), unit) ?? measuredOf(value.whole() ?? "", unit);
  return valueQuantity && { valueQuantity };
};

const asConcept: ReadValue = (value, { sender }) => {
  const valueCodeableConcept = conceptOf(value, undefined, sender);
  return valueCodeableConcept && { valueCodeableConcept };
};

const asDateTime: ReadValue = (value, { sender }) => {
  const valueDateTime = fhirDateTime(value.text(), sender.timeZone);
  return valueDateTime === undefined ? undefined : { valueDateTime };
};

const asTime: ReadValue = (value) => {
  const valueTime = fhirTime(value.text());
  return valueTime === undefined ? undefined : { valueTime };
};

const asPeriod: ReadValue = (value, { sender }) => {
  const valuePeriod = period(value, [1, 2], sender);
  return valuePeriod && { valuePeriod };
};

const asRange: ReadValue = (value, { unit }) => {
  const [low, high] = [1, 2].map((component) => quantityOf(numberOf(value.whole(component)), unit));
  return low || high ? { valueRange: { ...(low && { low }), ...(high && { high }) } } : undefined;
};

/** R5 has a value for it that R4 lacks. */
const valueAttachment = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Observation.value";

const asAttachment =
  (read: typeof encapsulatedOf): ReadValue =>
  (value, { tell }) => {
    const attachment = read(value, { tell });
    return attachment && { extension: [{ url: valueAttachment, valueAttachment: attachment }] };
  };

/**
 * A text; a number with a unit behind it (OBX-6) is a quantity whatever the sender calls its type, since a text in FHIR has
 * no unit, and a number means little without it.
 */
const asPlainText: ReadValue = (value, context) => {
  const valueString = value.whole();
  return asMeasured(value, context) ?? (valueString === undefined ? undefined : { valueString });
};

const readers: Readonly<Record<string, ReadValue>> = {
  NM: asNumber,
  SN: (value, { unit }) => structuredOf(value, unit),
  NR: asRange,
  ST: asPlainText,
  TX: asPlainText,
  FT: asPlainText,
  CE: asConcept,
  CWE: asConcept,
  CNE: asConcept,
  CF: asConcept,
  IS: asConcept,
  ID: asConcept,
  DT: asDateTime,
  TS: asDateTime,
  DTM: asDateTime,
  TM: asTime,
  DR: asPeriod,
  ED: asAttachment(encapsulatedOf),
  RP: asAttachment(pointedAt),
};

/** Samples of a wave: components are its points, or its channels where there are several of both (NA, MA). */
export function sampledDataOf(values: readonly Repetition[], unit: Unit): FhirJson | undefined {
  const rows = values.map((value) => value.components().map(([point]) => point ?? ""));
  const points = rows.flat();
  if (points.length === 0 || points.some((point) => numberOf(point) === undefined)) return undefined;
  const dimensions = rows.length > 1 ? (rows[0]?.length ?? 1) : 1;
  return {
    valueSampledData: {
      origin: quantityOf(0, unit),
      period: 0,
      _period: absent,
      dimensions,
      data: points.join(" "),
    },
  };
}

export interface ReadResult {
  readonly value: FhirJson | undefined;
  /** It was not of the type that it is said to be. */
  readonly isText: boolean;
}

export function resultOf(type: string, value: Repetition, context: ValueContext): ReadResult {
  const read = meaningOf(readers, type);
  const found = (read ?? asMeasured)(value, context);
  if (found) return { value: found, isText: false };
  // What has no type, or one that FHIR has no value for, is a text as well, and was meant to be one.
  return { value: asText(type, value, context), isText: read !== undefined };
}
