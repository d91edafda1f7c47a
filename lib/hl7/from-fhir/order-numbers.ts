/** The two numbers that an order, a result or an appointment has: who asks gave one, who does it gave the other. */
import type { FhirIdentifier } from "@/lib/fhir";
import { kindOf } from "./data-types";

/** Table 0203: PLAC of the placer, FILL of the filler. */
export function numberOf(
  identifiers: readonly FhirIdentifier[] | null | undefined,
  kind: "PLAC" | "FILL",
): FhirIdentifier | undefined {
  return identifiers?.find((identifier) => kindOf(identifier) === kind);
}

/** The number of a kind, else the first that does not say whose it is. */
export function numberOrFirst(
  identifiers: readonly FhirIdentifier[] | null | undefined,
  kind: "PLAC" | "FILL",
): FhirIdentifier | undefined {
  const isUnclaimed = (one: FhirIdentifier) => !["PLAC", "FILL"].includes(kindOf(one) ?? "");
  return numberOf(identifiers, kind) ?? identifiers?.find(isUnclaimed);
}

/** The id of what nobody has numbered yet: a receiver has to know it by something. */
export function ownNumber({ id }: { readonly id?: string | null }): FhirIdentifier | undefined {
  return id ? { system: "urn:carelane:id", value: id } : undefined;
}
