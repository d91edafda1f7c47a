/** What is prescribed, dispensed or given: by its code alone, or as a Medication where more is said of it. */
import type { FhirCodeableConcept, FhirJson } from "@/lib/fhir";
import type { Segment } from "../segment";
import type { Conversion } from "./conversion";
import { element, entries } from "./elements";
import type { FieldReader } from "./field-reader";
import { quantityOf, unitOf } from "./quantity";

/** Where a segment says each; 0 where it says none. Amounts have their unit in the next field. */
export interface MedicationFields {
  readonly code: number;
  readonly form: number;
  readonly strength: number;
  readonly volume: number;
}

/** An amount with its unit, in two fields. */
export function amountIn(reader: FieldReader, field: number) {
  return quantityOf(reader.number(field), unitOf(reader.value(field + 1)));
}

const one = { value: 1 };

/** So much in so much; in one of what it is where nothing else is said. */
function strengthOf(reader: FieldReader, { strength, volume }: MedicationFields): FhirJson | undefined {
  const numerator = strength > 0 ? amountIn(reader, strength) : undefined;
  return numerator && { numerator, denominator: (volume > 0 ? amountIn(reader, volume) : undefined) ?? one };
}

/** What it is made of (RXC). */
function ingredientOf(rxc: FieldReader): FhirJson | undefined {
  const itemCodeableConcept = rxc.concept(2);
  const numerator = amountIn(rxc, 5) ?? amountIn(rxc, 3);
  return (
    itemCodeableConcept && { itemCodeableConcept, strength: numerator && { numerator, denominator: one } }
  );
}

const namesOf = (concept: FhirCodeableConcept | undefined) => JSON.stringify(concept ?? "");

/** The element of a request that says what it is about; nothing where the segment does not say. */
export function medicationOf(
  conversion: Conversion,
  reader: FieldReader,
  fields: MedicationFields,
  components: readonly Segment[],
): FhirJson {
  const code = reader.concept(fields.code);
  if (!code) return {};
  const form = fields.form > 0 ? reader.concept(fields.form) : undefined;
  const strength = strengthOf(reader, fields);
  const ingredient = entries([
    strength && { itemCodeableConcept: code, strength },
    ...components.map((segment) => element(ingredientOf(conversion.read(segment)) ?? {})),
  ]);
  if (!form && !ingredient) return { medicationCodeableConcept: code };
  const identity = [namesOf(code), namesOf(form), ingredient && JSON.stringify(ingredient)];
  const id = conversion.idOf("Medication", identity);
  const { reference } = conversion.add("Medication", id, { code, form, ingredient });
  const display = code.text ?? code.coding?.[0]?.display;
  return { medicationReference: { reference, ...element({ display }) } };
}

const unknownMedication = { medicationCodeableConcept: { text: "unknown" } };

/** What stands in the place of a medication that nothing says. */
export function assumedMedication(said: FhirJson): FhirJson {
  return Object.keys(said).some((name) => name.startsWith("medication")) ? {} : unknownMedication;
}

/** FHIR knows one of the two ways to say it: what is said one way is said the other way no more. */
export function replacedMedication(said: FhirJson): string[] {
  const ways = ["medicationCodeableConcept", "medicationReference"];
  return ways.some((way) => way in said) ? ways.filter((way) => !(way in said)) : [];
}
