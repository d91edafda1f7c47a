/** OBX-5 by the type that OBX-2 names (guide: OBX[Observation]). */
import type { FhirJson } from "@/lib/fhir";
import type { Repetition } from "../repetition";
import { encapsulatedOf, pointedAt } from "./attachment";
import { conceptOf, period, type Sender } from "./data-types";
import { absent } from "./elements";
import { numberOf } from "./field-reader";
import { fhirDateTime, fhirTime } from "./moments";
import { quantityOf, structuredOf, type Unit } from "./quantity";
import { meaningOf } from "./table";

export interface ValueContext {
  readonly sender: Sender;
  readonly unit: Unit;
}

/** Reads one repetition; undefined for what is not of the type it is said to be, which is then kept as text. */
type ReadValue = (value: Repetition, context: ValueContext) => FhirJson | undefined;

/** Any value as it reads: its parts with blanks between them. */
export function readableText(value: Repetition): string | undefined {
  const parts = value
    .components()
    .flat()
    .filter((part) => typeof part === "string" && part !== "");
  return parts.length === 0 ? undefined : parts.join(" ");
}

const asText: ReadValue = (value, { unit }) => {
  const text = readableText(value);
  return text === undefined ? undefined : { valueString: unit.unit ? `${text} ${unit.unit}` : text };
};

const measured = /^([<>]=?)?\s*([+-]?\d+(?:\.\d+)?)$/;

/**
 * A text; a number with a unit behind it (OBX-6) is a quantity whatever the sender calls its type, since a text in FHIR has
 * no unit, and a number means little without it.
 */
const asPlainText: ReadValue = (value, { unit }) => {
  const text = value.text() ?? readableText(value);
  if (text === undefined) return undefined;
  const [found, comparator, amount] = (unit.unit && measured.exec(text.trim())) || [];
  return found ? { valueQuantity: quantityOf(numberOf(amount), unit, comparator) } : { valueString: text };
};

const asNumber: ReadValue = (value, { unit }) => {
  const valueQuantity = quantityOf(numberOf(value.text()), unit);
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
  const [low, high] = [1, 2].map((component) => quantityOf(numberOf(value.text(component)), unit));
  return low || high ? { valueRange: { ...(low && { low }), ...(high && { high }) } } : undefined;
};

/** R5 has a value for it that R4 lacks. */
const valueAttachment = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Observation.value";

const asAttachment =
  (read: typeof encapsulatedOf): ReadValue =>
  (value) => {
    const attachment = read(value, undefined);
    return attachment && { extension: [{ url: valueAttachment, valueAttachment: attachment }] };
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
  const found = read?.(value, context);
  if (found) return { value: found, isText: false };
  // What has no type, or one that FHIR has no value for, is a text as well, and was meant to be one.
  return { value: asText(value, context), isText: read !== undefined };
}
