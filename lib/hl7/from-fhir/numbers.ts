/** Numbers and quantities as HL7 v2 writes them (NM, SN). */
import type { FhirQuantity } from "@/lib/fhir";
import { components, type FieldValue } from "../compose";

/** No more can be asked for behind the point. */
const mostDigits = 100;

/** NM, which knows no exponents. */
export function writeAmount(value: number | null | undefined): string | undefined {
  if (value === null || value === undefined) return undefined;
  const text = String(value);
  const [, digits = "", exponent] = /^-?(?:\d\.?)?(\d*)e([+-]\d+)$/.exec(text) ?? [];
  if (exponent === undefined) return text;
  if (Number(exponent) > 0) return BigInt(value).toString();
  return value.toFixed(Math.min(mostDigits, digits.length - Number(exponent)));
}

/** The unit within a component, as CQ has it. */
export function unitWithin({ code, unit, system }: FhirQuantity): (string | undefined)[] {
  if (!code || system !== "http://unitsofmeasure.org") return [unit ?? code ?? undefined];
  return [code, unit ?? undefined, "UCUM"];
}

/** The unit: as UCUM has it, else in words. */
export function writeUnit(quantity: FhirQuantity | null | undefined): FieldValue {
  const { code, unit, system } = quantity ?? {};
  if (!code) return unit ?? undefined;
  const isUcum = system === "http://unitsofmeasure.org";
  return components(code, unit ?? undefined, isUcum ? "UCUM" : (system ?? undefined));
}
