/** Specimen as SPM (v2-to-FHIR implementation guide, SPM[Specimen]). */
import { components, type FieldValue } from "../compose";
import { authorityOf, each, kindOf, writeConcept, writeIdentifier } from "./data-types";
import { writeTime } from "./moments";
import { unitWithin, writeAmount } from "./numbers";
import type { Parts } from "./parts";
import type { SegmentRules } from "./segment";

type Specimen = Parts<"Specimen">;

/** EIP: the placer's number and the filler's, each with who gave it, as subcomponents. */
function numbers({ identifier }: Specimen): FieldValue {
  const placer = identifier?.find((one) => ["PGN", "PLAC"].includes(kindOf(one) ?? ""));
  const filler = identifier?.find((one) => one !== placer && !["SHIP"].includes(kindOf(one) ?? ""));
  const parts = [placer, filler].map((one) => (one?.value ? [one.value, ...authorityOf(one)] : []));
  return components(...parts);
}

/** DR, of a moment or a period. */
function collected({ collection }: Specimen): FieldValue {
  const { collectedDateTime, collectedPeriod } = collection ?? {};
  return components(writeTime(collectedDateTime ?? collectedPeriod?.start), writeTime(collectedPeriod?.end));
}

/** CQ: how much, and in what unit. */
function amount({ collection }: Specimen): FieldValue {
  const quantity = collection?.quantity;
  return quantity ? components(writeAmount(quantity.value), unitWithin(quantity)) : undefined;
}

export const spm: SegmentRules<Specimen> = {
  2: ["identifier", numbers],
  4: ["type", ({ type }) => writeConcept(type)],
  6: ["container", ({ container }) => writeConcept(container?.[0]?.additiveCodeableConcept)],
  7: ["collection", ({ collection }) => writeConcept(collection?.method)],
  8: ["collection", ({ collection }) => writeConcept(collection?.bodySite)],
  12: ["collection", amount],
  14: ["note", ({ note }) => each(note, ({ text }) => text)],
  17: ["collection", collected],
  18: ["receivedTime", ({ receivedTime }) => writeTime(receivedTime)],
  20: ["status", ({ status }) => ({ available: "Y", unavailable: "N" })[status ?? ""]],
  24: ["condition", ({ condition }) => each(condition, writeConcept)],
  27: ["container", ({ container }) => writeConcept(container?.[0]?.type)],
  30: ["accessionIdentifier", ({ accessionIdentifier }) => writeIdentifier(accessionIdentifier)],
};
