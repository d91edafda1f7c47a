/** value[x] of an Observation as OBX-2, OBX-5 and OBX-6. */
import type { FhirMeasurement, FhirQuantity } from "@/lib/fhir";
import { components, type FieldValue } from "../compose";
import { isSince } from "../version";
import { writeConcept } from "./data-types";
import { writeTime, writeTimeOfDay } from "./moments";
import { writeAmount, writeUnit } from "./numbers";

export interface WrittenValue {
  /** OBX-2 (table 0125). */
  readonly type?: string;
  readonly value?: FieldValue;
  readonly unit?: FieldValue;
}

/** SN: a bound, or two numbers with what stands between them. */
function structured(
  comparator?: string | null,
  first?: number | null,
  between?: string,
  second?: number | null,
) {
  return components(comparator ?? undefined, writeAmount(first), between, writeAmount(second));
}

function ofQuantity(quantity: FhirQuantity): WrittenValue {
  const unit = writeUnit(quantity);
  const { comparator, value } = quantity;
  if (!comparator) return { type: "NM", value: writeAmount(value), unit };
  return { type: "SN", value: structured(comparator, value), unit };
}

/** Line breaks are legal in formatted text alone. */
function ofText(text: string): WrittenValue {
  return { type: /[\r\n]/.test(text) ? "FT" : text.length > 199 ? "TX" : "ST", value: text };
}

const yesOrNo = { true: components("Y", "Yes", "HL70136"), false: components("N", "No", "HL70136") } as const;

/** Since 2.5 there is CWE, since 2.6 DTM. */
const coded = (version?: string) => (isSince(version, "2.5") ? "CWE" : "CE");
const timed = (text: string, version?: string) =>
  text.length <= 10 ? "DT" : isSince(version, "2.6") ? "DTM" : "TS";

/** The value that is there. `version` decides what its type is called. */
export function writeValue(measured: FhirMeasurement, version?: string): WrittenValue {
  const { valueQuantity, valueCodeableConcept, valueString, valueBoolean, valueInteger } = measured;
  const { valueRange, valueRatio, valueSampledData, valueTime, valueDateTime, valuePeriod } = measured;
  if (valueQuantity) return ofQuantity(valueQuantity);
  if (valueCodeableConcept) return { type: coded(version), value: writeConcept(valueCodeableConcept) };
  if (valueString) return ofText(valueString);
  if (valueBoolean != null) return { type: coded(version), value: yesOrNo[`${valueBoolean}`] };
  if (valueInteger != null) return { type: "NM", value: writeAmount(valueInteger) };
  if (valueRange) {
    const { low, high } = valueRange;
    return {
      type: "SN",
      value: structured(undefined, low?.value, "-", high?.value),
      unit: writeUnit(low ?? high),
    };
  }
  if (valueRatio) {
    const { numerator, denominator } = valueRatio;
    const value = structured(numerator?.comparator, numerator?.value, ":", denominator?.value);
    return { type: "SN", value, unit: writeUnit(numerator) };
  }
  if (valueSampledData)
    return { type: "NA", value: components(...(valueSampledData.data?.split(/\s+/) ?? [])) };
  if (valueTime) return { type: "TM", value: writeTimeOfDay(valueTime) };
  if (valueDateTime) return { type: timed(valueDateTime, version), value: writeTime(valueDateTime) };
  if (valuePeriod) {
    return { type: "DR", value: components(writeTime(valuePeriod.start), writeTime(valuePeriod.end)) };
  }
  return {};
}
