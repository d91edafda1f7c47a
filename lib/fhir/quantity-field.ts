/** The unit of a quantity as a field of it. */
import { type Field, text } from "./field";
import type { FhirQuantity } from "./types";

const inWords = text("unit");

/** Another unit takes the code of the old one with it. */
export function inUnit<Quantity extends FhirQuantity>(quantity: Quantity, unit: string | null): Quantity {
  return { ...inWords.write(quantity, unit), system: undefined, code: undefined };
}

/** The unit as people read it. */
export const quantityUnit: Field<FhirQuantity, string | null> = { ...inWords, write: inUnit };
