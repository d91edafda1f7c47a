/** value[x] of an Observation or a component, in all eleven types of R4, as one value with its unit. */
import type { ObservationComponent, ObservationValue, ReferenceRange } from "@/lib/records/schema";
import { codedFrom } from "./coding";
import type { FhirMeasurement, FhirQuantity } from "./types";

type Measured = Pick<ObservationComponent, "value" | "unit" | "referenceRange" | "absentReason">;

interface ValueWithUnit {
  readonly value: ObservationValue | null;
  readonly unit: string | null;
}

function unitOf(quantity: FhirQuantity | null | undefined): string | null {
  return quantity?.unit ?? quantity?.code ?? null;
}

function amount(quantity: FhirQuantity | null | undefined): string {
  return quantity?.value == null ? "" : `${quantity.comparator ?? ""}${quantity.value}`;
}

/** A bound such as «<5» is no number: taking the 5 alone would say something else. */
function fromQuantity(quantity: FhirQuantity): ValueWithUnit {
  const { value = null, comparator } = quantity;
  return { value: comparator && value !== null ? amount(quantity) : value, unit: unitOf(quantity) };
}

function withUnit(quantity: FhirQuantity | null | undefined): string {
  return [amount(quantity), unitOf(quantity)].filter(Boolean).join(" ");
}

function plain(value: ObservationValue | null): ValueWithUnit {
  return { value, unit: null };
}

function valueFrom(measurement: FhirMeasurement): ValueWithUnit {
  const { valueQuantity, valueCodeableConcept, valueRange, valueRatio, valueSampledData, valuePeriod } =
    measurement;
  if (valueQuantity) return fromQuantity(valueQuantity);
  if (valueCodeableConcept) {
    const coded = codedFrom(valueCodeableConcept);
    return plain(coded.code === null ? coded.display : coded);
  }
  if (valueRange) {
    const { low, high } = valueRange;
    return { value: `${amount(low)} - ${amount(high)}`.trim(), unit: unitOf(low) ?? unitOf(high) };
  }
  if (valueRatio) return plain(`${withUnit(valueRatio.numerator)}:${withUnit(valueRatio.denominator)}`);
  if (valueSampledData)
    return { value: valueSampledData.data ?? null, unit: unitOf(valueSampledData.origin) };
  if (valuePeriod) return plain(`${valuePeriod.start ?? ".."}/${valuePeriod.end ?? ".."}`);
  const { valueString, valueBoolean, valueInteger, valueTime, valueDateTime } = measurement;
  return plain(valueString ?? valueBoolean ?? valueInteger ?? valueTime ?? valueDateTime ?? null);
}

/** The range that applies to everyone; else the first. */
function referenceRangeFrom({ referenceRange }: FhirMeasurement): ReferenceRange | null {
  const range = referenceRange?.find(({ appliesTo }) => !appliesTo?.length) ?? referenceRange?.[0];
  if (!range) return null;
  return {
    low: range.low?.value ?? null,
    high: range.high?.value ?? null,
    unit: unitOf(range.low) ?? unitOf(range.high),
    text: range.text ?? null,
  };
}

/** Value, unit, reference range and reason of absence. */
export function measuredFrom(measurement: FhirMeasurement): Measured {
  const { dataAbsentReason } = measurement;
  return {
    ...valueFrom(measurement),
    referenceRange: referenceRangeFrom(measurement),
    absentReason: dataAbsentReason ? codedFrom(dataAbsentReason) : null,
  };
}
