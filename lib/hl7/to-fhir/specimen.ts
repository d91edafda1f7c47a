/** SPM, and what OBR says of a specimen, as Specimen (guide: SPM[Specimen], OBR[Specimen]). */
import type { FhirIdentifier, FhirJson } from "@/lib/fhir";
import type { Repetition } from "../repetition";
import type { Conversion, Identity, Reference } from "./conversion";
import { conceptFrom, entityIdentifierFrom, entityIdentifierOf, period } from "./data-types";
import { element, entries } from "./elements";
import type { FieldReader } from "./field-reader";
import type { Group } from "./groups";
import { periodOf } from "./moments";
import { addPractitioner } from "./people";
import { amountOf } from "./quantity";
import { meaningOf, type Table } from "./table";

/** Of EIP the part of the placer (1) or of the filler (2): an EI in subcomponents. */
function pairPart(value: Repetition, part: 1 | 2, { sender }: Conversion): FhirIdentifier | undefined {
  return entityIdentifierFrom((at) => value.text(part, at), part === 1 ? "PGN" : "FGN", sender);
}

function identifiersOf(spm: FieldReader, conversion: Conversion): FhirIdentifier[] {
  const shipment = spm.value(32);
  return (
    entries([
      ...spm.values(2).flatMap((value) => [pairPart(value, 1, conversion), pairPart(value, 2, conversion)]),
      ...spm.identifiers(31),
      shipment && entityIdentifierOf(shipment, "SHIP", conversion.sender),
    ]) ?? []
  );
}

function collectedOf(reader: FieldReader, conversion: Conversion): FhirJson {
  const value = reader.value(17);
  const range = value && period(value, [1, 2], conversion.sender);
  return range?.end ? { collectedPeriod: range } : { collectedDateTime: range?.start };
}

/** When OBR says that it was taken. */
function takenAt(obr: FieldReader | undefined): FhirJson {
  const [start, end] = [obr?.dateTime(7), obr?.dateTime(8)];
  return end === undefined ? { collectedDateTime: start } : { collectedPeriod: periodOf(start, end) };
}

function parentsOf(spm: FieldReader, conversion: Conversion): FhirJson[] | undefined {
  return spm.each(3, (value) => {
    const identifier = pairPart(value, 1, conversion) ?? pairPart(value, 2, conversion);
    return identifier && { type: "Specimen", identifier };
  });
}

/** Its own number; else its order, and which of the order's it is. */
function identityOf(
  identifiers: readonly FhirIdentifier[],
  orderId: string | undefined,
  setId: string | undefined,
): Identity | undefined {
  const [first] = identifiers;
  if (first) return ["number", first.system, first.value];
  return orderId === undefined ? undefined : ["order", orderId, setId];
}

const specialHandling = "http://hl7.org/fhir/StructureDefinition/specimen-specialHandling";

export interface Taken {
  readonly patient: Reference | undefined;
  readonly orderId?: string | undefined;
  /** The order it was taken for, which says what SPM leaves out. */
  readonly obr?: FieldReader | undefined;
}

/** What it is in (SAC), and with what. */
function containerOf(spm: FieldReader, sac: FieldReader | undefined): FhirJson | undefined {
  const number = sac?.value(3);
  return element<FhirJson>({
    identifier: entries([number && entityIdentifierOf(number, undefined, spm.sender)]),
    type: spm.concept(27),
    additiveCodeableConcept: spm.concept(6, "0371"),
  });
}

/** The number that the laboratory took it in under. */
function accessionOf(spm: FieldReader, sac: FieldReader | undefined): FhirIdentifier | undefined {
  const [number] = spm.identifiers(30);
  const ofContainer = sac?.value(2);
  return number ?? (ofContainer && entityIdentifierOf(ofContainer, undefined, spm.sender));
}

/** Table 0136. */
const availabilities: Table = { Y: "available", N: "unavailable" };

/** The specimen of a group that SPM opens, with the container it is in. */
export function addSpecimen(
  conversion: Conversion,
  group: Group,
  { patient, orderId, obr }: Taken,
): Reference | undefined {
  const [segment] = group.segments;
  if (!segment) return undefined;
  const spm = conversion.read(segment);
  const container = group.segment("SAC");
  const sac = container && conversion.read(container);
  const identifier = identifiersOf(spm, conversion);
  const id = conversion.idOf("Specimen", identityOf(identifier, orderId, spm.text(1)));
  const handling = spm.concepts(15, "0376");
  return conversion.add("Specimen", id, {
    extension: handling?.map((valueCodeableConcept) => ({ url: specialHandling, valueCodeableConcept })),
    identifier,
    accessionIdentifier: accessionOf(spm, sac),
    status: meaningOf(availabilities, spm.code(20)),
    type: spm.concept(4, "0487"),
    subject: patient,
    receivedTime: spm.dateTime(18) ?? obr?.dateTime(14),
    parent: parentsOf(spm, conversion),
    collection: element<FhirJson>({
      collector: addPractitioner(conversion, obr?.value(10)),
      ...collectedOf(spm, conversion),
      quantity: amountOf(spm.value(12)) ?? amountOf(obr?.value(9)),
      method: spm.concept(7, "0488"),
      bodySite: spm.concept(8),
    }),
    container: entries([containerOf(spm, sac)]),
    condition: spm.concepts(24, "0493"),
    note: spm.texts(14).map((text) => ({ text })),
  });
}

/** SPS in OBR-15: what it is, what was added, and where and how it was taken, each a code in a component. */
function sourceOf(value: Repetition | undefined, component: number, table: string, { sender }: Conversion) {
  return value && conceptFrom((part) => value.text(component, part), table, sender);
}

/** What OBR alone says of a specimen; undefined where it says nothing but when. */
export function addOrderedSpecimen(
  conversion: Conversion,
  obr: FieldReader,
  { patient, orderId }: Taken,
): Reference | undefined {
  const source = obr.value(15);
  const note = (obr.concepts(39) ?? []).flatMap(({ text, coding }) => text ?? coding?.[0]?.code ?? []);
  const collector = addPractitioner(conversion, obr.value(10));
  const quantity = amountOf(obr.value(9));
  const receivedTime = obr.dateTime(14);
  if (!source && !collector && !quantity && !receivedTime && note.length === 0) return undefined;
  const additive = sourceOf(source, 2, "0371", conversion);
  return conversion.add(
    "Specimen",
    conversion.idOf("Specimen", orderId === undefined ? undefined : ["order", orderId]),
    {
      type: sourceOf(source, 1, "0487", conversion),
      subject: patient,
      receivedTime,
      collection: element<FhirJson>({
        collector,
        ...takenAt(obr),
        quantity,
        method: sourceOf(source, 6, "0488", conversion),
        bodySite: sourceOf(source, 4, "0163", conversion),
      }),
      container: additive && [{ additiveCodeableConcept: additive }],
      note: [...note, ...(entries([source?.whole(3)]) ?? [])].map((text) => ({ text })),
    },
  );
}
