/** Specimen as SPM (v2-to-FHIR implementation guide, SPM[Specimen]). */
import type { FhirCodeableConcept, FhirIdentifier, FhirJson } from "@/lib/fhir";
import { components, type Fields, type FieldValue } from "../compose";
import type { Value } from "../repetition";
import { authorityOf, each, kindOf, writeConcept, writeIdentifier, writeNumber } from "./data-types";
import { writeTime } from "./moments";
import { unitWithin, writeAmount } from "./numbers";
import { type Parts, partsOf } from "./parts";
import type { Related } from "./related";
import { type SegmentRules, writeSegment } from "./segment";

type Specimen = Parts<"Specimen">;

const within = (one: FhirIdentifier | undefined) => (one?.value ? [one.value, ...authorityOf(one)] : []);

/** The specimen's numbers by who gave them; the first that does not say is the filler's where there is no other. */
function numbersOf({ identifier }: Specimen) {
  const of = (...kinds: string[]) => identifier?.find((one) => kinds.includes(kindOf(one) ?? ""));
  const [placer, shipment] = [of("PGN", "PLAC"), of("SHIP")];
  const isOther = (one: FhirIdentifier) => one !== placer && one !== shipment;
  const filler = of("FGN", "FILL") ?? (placer ? undefined : identifier?.find(isOther));
  const others = identifier?.filter((one) => isOther(one) && one !== filler) ?? [];
  return { placer, filler, shipment, others };
}

/** EIP: the placer's number and the filler's, each with who gave it, as subcomponents. */
function numbers(specimen: Specimen): FieldValue {
  const { placer, filler } = numbersOf(specimen);
  return components(within(placer), within(filler));
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

/** A code within a component: itself, its words and its system. */
function coded(concept: FhirCodeableConcept | null | undefined): Value[] {
  const written = writeConcept(concept);
  if (typeof written !== "object" || written === null || !("components" in written)) return [];
  return written.components.slice(0, 3).map((part) => (typeof part === "string" ? part : undefined));
}

const spm: SegmentRules<Specimen> = {
  2: ["identifier", numbers],
  3: [
    "parent",
    ({ parent }) => each(parent, ({ identifier }) => components(within(identifier ?? undefined))),
  ],
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
  31: ["identifier", (specimen) => each(numbersOf(specimen).others, writeIdentifier)],
  32: ["identifier", (specimen) => writeNumber(numbersOf(specimen).shipment)],
};

/** SPM of each, since 2.5. */
export function specimenSegments(specimens: readonly FhirJson[]): string[] {
  return specimens.flatMap((specimen, index) => {
    const always = { 1: String(index + 1) };
    return writeSegment("SPM", spm, partsOf("Specimen", specimen), { always }) ?? [];
  });
}

/** SPS, of versions and messages that have no SPM: what it is, what was added, where and how it was taken. */
function source({ type, container, note, collection }: Specimen): FieldValue {
  const additive = container?.[0]?.additiveCodeableConcept;
  return components(
    coded(type),
    coded(additive),
    note?.[0]?.text ?? undefined,
    coded(collection?.bodySite),
    undefined,
    coded(collection?.method),
  );
}

/** What OBR tells of the specimen: who took it and, where there is no SPM, when it came and what it is. */
export function specimenFields([first]: readonly FhirJson[], related: Related, hasSegment: boolean): Fields {
  if (!first) return {};
  const specimen = partsOf("Specimen", first);
  const collector = related.person(specimen.collection?.collector);
  if (hasSegment) return { 10: collector };
  return { 10: collector, 14: writeTime(specimen.receivedTime), 15: source(specimen) };
}
