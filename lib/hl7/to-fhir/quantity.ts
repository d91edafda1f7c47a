/** NM, SN and CQ with their units as Quantity, Range and Ratio (guide: SN[Quantity], SN[Range], SN[Ratio]). */
import type { FhirJson, FhirQuantity } from "@/lib/fhir";
import type { Repetition } from "../repetition";
import { element } from "./elements";
import { numberOf } from "./field-reader";

export type Unit = Pick<FhirQuantity, "unit" | "system" | "code">;

const ucum = "http://unitsofmeasure.org";

/** CWE: the unit as it reads, and its code where the sender says that it is one of UCUM. */
export function unitOf(value: Repetition | undefined): Unit {
  if (!value) return {};
  const at = (component: number) => value.whole(component);
  const [code, text, alternate, alternateText] = [at(1), at(2), at(4), at(5)];
  // A power whose sign was not escaped, such as 10^3/uL.
  if (/^[x*]?10$/i.test(code ?? "") && /^[+-]?\d/.test(text ?? "")) return { unit: `${code}^${text}` };
  const unit = text ?? code ?? alternateText ?? alternate;
  if (at(3)?.toUpperCase() === "UCUM" && code) return { unit, system: ucum, code: code.trim() };
  if (at(6)?.toUpperCase() === "UCUM" && alternate) return { unit, system: ucum, code: alternate.trim() };
  return { unit };
}

export function quantityOf(
  value: number | undefined,
  unit: Unit,
  comparator?: string,
): FhirQuantity | undefined {
  return value === undefined ? undefined : element<FhirQuantity>({ value, comparator, ...unit });
}

const measured = /^([<>]=?)?\s*([+-]?\d+(?:\.\d+)?)$/;

/** A number as a text says it, which may be more or less than that. */
export function measuredOf(text: string, unit: Unit): FhirQuantity | undefined {
  const [, comparator, amount] = measured.exec(text.trim()) ?? [];
  return quantityOf(numberOf(amount), unit, comparator);
}

/** CQ: the unit stands in the second component, a CE's parts within it. */
export function amountOf(value: Repetition | undefined): FhirQuantity | undefined {
  const unit = value?.text(2, 2) ?? value?.text(2);
  const isUcum = value?.text(2, 3)?.toUpperCase() === "UCUM";
  const code = isUcum ? { system: ucum, code: value?.text(2)?.trim() } : {};
  return quantityOf(numberOf(value?.text(1)), { unit, ...code });
}

const comparators: readonly (string | undefined)[] = ["<", "<=", ">", ">="];

const dividers: readonly (string | undefined)[] = ["-", "+", "/", ".", ":"];

/** Whether a value is of the parts of an SN: what is not was divided by mistake, such as 10^5. */
export function isStructured(value: Repetition): boolean {
  const [sign, divider] = [value.whole(1), value.whole(3)];
  const isSign = sign === undefined || sign === "=" || sign === "<>" || comparators.includes(sign);
  const isDivided = value.components().some((parts) => parts.length > 1);
  return isSign && !isDivided && (divider === undefined || dividers.includes(divider));
}

/** SN: a comparator, a number, what divides, and another number. Undefined for what FHIR has no number for. */
export function structuredOf(value: Repetition, unit: Unit): FhirJson | undefined {
  const sign = value.text(1);
  // A full stop divides nothing where no number is behind it.
  const divider = value.text(3) === "." && value.text(4) === undefined ? undefined : value.text(3);
  const [first, second] = [numberOf(value.whole(2)), numberOf(value.whole(4))];
  const comparator = comparators.includes(sign) ? sign : undefined;
  if (first === undefined || (sign !== undefined && sign !== "=" && comparator === undefined))
    return undefined;
  if (divider === undefined && value.text(4) === undefined) {
    return { valueQuantity: quantityOf(first, unit, comparator) };
  }
  if (second === undefined) return undefined;
  if (divider === "-" && comparator === undefined) {
    return { valueRange: { low: quantityOf(first, unit), high: quantityOf(second, unit) } };
  }
  if (divider !== ":" && divider !== "/") return undefined;
  return {
    valueRatio: { numerator: quantityOf(first, unit, comparator), denominator: quantityOf(second, unit) },
  };
}

const bounds = /^\s*([+-]?\d*\.?\d+)\s*(?:-|–|_|to)\s*([+-]?\d*\.?\d+)(?:\s+([^\d\s].*))?$/i;
const bound = /^\s*([<>])=?\s*([+-]?\d*\.?\d+)(?:\s+([^\d\s].*))?$/;

/** OBX-7 as low and high where it reads as that, with a unit of its own where it says one; the text stays as it is. */
export function referenceRangeOf(text: string | undefined, unit: Unit): FhirJson | undefined {
  if (text === undefined) return undefined;
  const inUnit = (limit: string | undefined, written: string | undefined) => {
    const own = written?.trim();
    const isSame = own === undefined || own === "" || own === unit.unit || own === unit.code;
    return quantityOf(Number(limit), isSame ? unit : { unit: own });
  };
  const [, low, high, ofBoth] = bounds.exec(text) ?? [];
  if (low !== undefined) return { low: inUnit(low, ofBoth), high: inUnit(high, ofBoth), text };
  const [, sign, limit, ofLimit] = bound.exec(text) ?? [];
  if (limit === undefined) return { text };
  return sign === "<" ? { high: inUnit(limit, ofLimit), text } : { low: inUnit(limit, ofLimit), text };
}
