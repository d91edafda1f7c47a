/**
 * Where the measured parts of an observation stand, of the whole and of each component. Written values take the
 * plainest type: a number is a quantity, and text is a string unless its unit makes it a bound or a range.
 */
import type { Coded, ObservationComponent, ObservationValue, ReferenceRange } from "@/lib/records/schema";
import { oneType, withoutOtherTypes } from "./choice-field";
import { codedFrom } from "./coding";
import { concept, writeConcept } from "./concept-field";
import { withoutAbsentReason, withoutEmpty } from "./extension";
import { type Field, type Fields, flag, isSame, number, text } from "./field";
import { measuredFrom } from "./observation-value";
import { inUnit } from "./quantity-field";
import type { FhirCodeableConcept, FhirMeasurement, FhirQuantity } from "./types";

type Measured = Omit<ObservationComponent, "code">;

const words = oneType("value", "String", text("valueString"));
const yesOrNo = oneType("value", "Boolean", flag("valueBoolean"));
const amount = number("value");

function withValue<M extends FhirMeasurement>(element: M, value: ObservationValue): M {
  if (typeof value === "string") return words.write(element, value);
  if (typeof value === "boolean") return yesOrNo.write(element, value);
  const { valueQuantity, valueCodeableConcept } = element;
  const rest = withoutOtherTypes(element, "value");
  if (typeof value === "number") {
    const quantity = amount.write(withoutAbsentReason(valueQuantity ?? {}), value);
    return { ...rest, valueQuantity: { ...quantity, comparator: undefined } };
  }
  return { ...rest, valueCodeableConcept: writeConcept(valueCodeableConcept ?? {}, value) };
}

/** A value where there was none takes the reason for that with it. */
const value: Field<FhirMeasurement, ObservationValue | null> = {
  read: (element) => measuredFrom(element).value,
  write: (element, wanted) => {
    if (wanted === null) return withoutOtherTypes(element, "value");
    const written = withValue(element, wanted);
    return value.read(element) === null ? { ...written, dataAbsentReason: undefined } : written;
  },
};

const reason = concept("dataAbsentReason");

/**
 * Why there is no value: beside none in any type, be it a unit alone (obs-6). A record that is given a value and keeps
 * the old reason did not mean both.
 */
const absentReason: Field<FhirMeasurement, Coded | null> = {
  read: reason.read,
  write: (element, wanted, before = element) => {
    const hasValue = value.read(element) !== null;
    const isStale = hasValue && value.read(before) === null && isSame(wanted, reason.read(before));
    if (isStale) return element;
    return reason.write(hasValue || wanted === null ? element : withoutOtherTypes(element, "value"), wanted);
  },
};

const bound = /^(<=?|>=?)(-?\d+(?:\.\d+)?)$/;
const span = /^(-?\d+(?:\.\d+)?) - (-?\d+(?:\.\d+)?)$/;

/** Text that has a unit: a bound or a range. */
function textInUnit(written: string, unit: string): Partial<FhirMeasurement> | null {
  const [, comparator, limit] = bound.exec(written) ?? [];
  if (limit) return { valueQuantity: { value: Number(limit), comparator, unit } };
  const [, low, high] = span.exec(written) ?? [];
  if (!low || !high || Number(low) > Number(high)) return null;
  return { valueRange: { low: { value: Number(low), unit }, high: { value: Number(high), unit } } };
}

/** The type that has a place for the unit of a value. FHIR has none for the unit of words, codes, yes or no and reasons. */
function typeWithUnit(element: FhirMeasurement, unit: string): Partial<FhirMeasurement> | null {
  const known = value.read(element);
  if (typeof known === "number") return { valueQuantity: { value: known, unit } };
  if (known === null) return element.dataAbsentReason ? null : { valueQuantity: { unit } };
  return known === element.valueString ? textInUnit(known, unit) : null;
}

/** A limit that is not said has no unit either. */
function limitInUnit(limit: FhirQuantity | null | undefined, unit: string | null): FhirQuantity | undefined {
  if (!limit) return undefined;
  return withoutEmpty(inUnit(limit, typeof limit.value === "number" ? unit : null));
}

const unit: Field<FhirMeasurement, string | null> = {
  read: (element) => measuredFrom(element).unit,
  write: (element, wanted) => {
    const { valueQuantity, valueRange, valueSampledData } = element;
    if (valueQuantity) return { ...element, valueQuantity: withoutEmpty(inUnit(valueQuantity, wanted)) };
    if (valueRange) {
      const low = limitInUnit(valueRange.low, wanted);
      const high = limitInUnit(valueRange.high, wanted);
      return { ...element, valueRange: withoutEmpty({ ...valueRange, low, high }) };
    }
    if (valueSampledData) {
      const origin = inUnit(valueSampledData.origin ?? {}, wanted);
      return { ...element, valueSampledData: { ...valueSampledData, origin } };
    }
    const typed = wanted === null ? null : typeWithUnit(element, wanted);
    return typed ? { ...withoutOtherTypes(element, "value"), ...typed } : element;
  },
};

/** A limit in the unit of its range, where that is another than before. */
function limitOf(
  before: FhirQuantity | null | undefined,
  value: number | null,
  unit: string | null,
  isSameUnit: boolean,
): FhirQuantity | undefined {
  if (value === null) return undefined;
  return { ...(before && isSameUnit ? before : inUnit(before ?? {}, unit)), value };
}

const referenceRange: Field<FhirMeasurement, ReferenceRange | null> = {
  read: (element) => measuredFrom(element).referenceRange,
  write: (element, range) => {
    if (range === null) return { ...element, referenceRange: undefined };
    const all = element.referenceRange ?? [];
    const before = all.find(({ appliesTo }) => !appliesTo?.length) ?? all[0];
    const isSameUnit = measuredFrom(element).referenceRange?.unit === range.unit;
    const written = {
      ...before,
      low: limitOf(before?.low, range.low, range.unit, isSameUnit),
      high: limitOf(before?.high, range.high, range.unit, isSameUnit),
      text: range.text ?? undefined,
    };
    // A range says at least a limit or a text (obs-3).
    const isSaid = [range.low, range.high, range.text].some((part) => part !== null);
    const own = isSaid ? [written] : [];
    const ranges = before ? all.flatMap((one) => (one === before ? own : one)) : own;
    return { ...element, referenceRange: ranges.length > 0 ? ranges : undefined };
  },
};

export const measuredFields: Fields<FhirMeasurement, Measured> = {
  value,
  absentReason,
  unit,
  referenceRange,
};

/** What was measured: a code even where nothing of it is known. */
export const measuredCode: Field<
  { readonly code?: FhirCodeableConcept | null },
  ObservationComponent["code"]
> = {
  read: ({ code }) => codedFrom(code ?? {}),
  write: (element, coded) => ({ ...element, code: writeConcept(element.code ?? {}, coded) }),
};
