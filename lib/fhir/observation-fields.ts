/**
 * Where the measured parts of an observation stand, of the whole and of each component. Written values take the
 * plainest type: a number is a quantity, and text is a string unless its unit makes it a bound or a range.
 */
import type { ObservationComponent, ObservationValue, ReferenceRange } from "@/lib/records/schema";
import { codedFrom } from "./coding";
import { concept, writeConcept } from "./concept-field";
import type { Field, Fields } from "./field";
import { measuredFrom } from "./observation-value";
import { inUnit } from "./quantity-field";
import type { FhirCodeableConcept, FhirMeasurement, FhirQuantity } from "./types";

type Measured = Omit<ObservationComponent, "code">;

/** value[x] in whatever type, gone. */
const noValue = {
  valueQuantity: undefined,
  valueCodeableConcept: undefined,
  valueString: undefined,
  valueBoolean: undefined,
  valueInteger: undefined,
  valueRange: undefined,
  valueRatio: undefined,
  valueSampledData: undefined,
  valueTime: undefined,
  valueDateTime: undefined,
  valuePeriod: undefined,
};

function valueParts(before: FhirMeasurement, value: ObservationValue | null): Partial<FhirMeasurement> {
  if (value === null) return {};
  if (typeof value === "number") {
    return { valueQuantity: { ...before.valueQuantity, value, comparator: undefined } };
  }
  if (typeof value === "boolean") return { valueBoolean: value };
  if (typeof value === "string") return { valueString: value };
  return { valueCodeableConcept: writeConcept(before.valueCodeableConcept ?? {}, value) };
}

const value: Field<FhirMeasurement, ObservationValue | null> = {
  read: (element) => measuredFrom(element).value,
  write: (element, wanted) => ({ ...element, ...noValue, ...valueParts(element, wanted) }),
};

const bound = /^(<=?|>=?)(-?\d+(?:\.\d+)?)$/;
const span = /^(-?\d+(?:\.\d+)?) - (-?\d+(?:\.\d+)?)$/;

/** Text that has a unit: a bound or a range, else the unit has no place in FHIR. */
function textInUnit(written: string, unit: string | null): Partial<FhirMeasurement> | null {
  const [, comparator, limit] = bound.exec(written) ?? [];
  if (limit) return { valueQuantity: { value: Number(limit), comparator, unit: unit ?? undefined } };
  const [, low, high] = span.exec(written) ?? [];
  if (!low || !high) return null;
  return {
    valueRange: { low: inUnit({ value: Number(low) }, unit), high: inUnit({ value: Number(high) }, unit) },
  };
}

const unit: Field<FhirMeasurement, string | null> = {
  read: (element) => measuredFrom(element).unit,
  write: (element, wanted) => {
    const { valueString, valueQuantity, valueRange, valueSampledData } = element;
    if (valueQuantity) return { ...element, valueQuantity: inUnit(valueQuantity, wanted) };
    if (valueRange) {
      const { low, high } = valueRange;
      return {
        ...element,
        valueRange: { ...valueRange, low: inUnit(low ?? {}, wanted), high: inUnit(high ?? {}, wanted) },
      };
    }
    if (valueSampledData) {
      const origin = inUnit(valueSampledData.origin ?? {}, wanted);
      return { ...element, valueSampledData: { ...valueSampledData, origin } };
    }
    if (typeof valueString === "string") {
      const parts = textInUnit(valueString, wanted);
      return parts ? { ...element, ...noValue, ...parts } : element;
    }
    return wanted === null ? element : { ...element, valueQuantity: { unit: wanted } };
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
    const others = before ? all.map((one) => (one === before ? written : one)) : [written];
    return { ...element, referenceRange: others };
  },
};

export const measuredFields: Fields<FhirMeasurement, Measured> = {
  value,
  unit,
  referenceRange,
  absentReason: concept("dataAbsentReason"),
};

/** What was measured: a code even where nothing of it is known. */
export const measuredCode: Field<
  { readonly code?: FhirCodeableConcept | null },
  ObservationComponent["code"]
> = {
  read: ({ code }) => codedFrom(code ?? {}),
  write: (element, coded) => ({ ...element, code: writeConcept(element.code ?? {}, coded) }),
};
