/** ORC, OBR and TQ1 as a ServiceRequest (guide: ORC[ServiceRequest], OBR[ServiceRequest], ORC[Provenance]). */
import type { FhirCodeableConcept, FhirIdentifier, FhirJson } from "@/lib/fhir";
import type { Repetition } from "../repetition";
import type { Segment } from "../segment";
import { tableSystem } from "./coding-systems";
import type { Conversion, Identity, Reference } from "./conversion";
import { conceptOf, entityIdentifierOf } from "./data-types";
import { absent, element, entries } from "./elements";
import type { FieldReader } from "./field-reader";
import type { Group } from "./groups";
import { addLocation } from "./location";
import { notesOf } from "./note";
import { requestStatus } from "./order-status";
import { addOrganization } from "./organization";
import { participationsIn } from "./participation";
import { addPractitioner } from "./people";
import { meaningOf, type Table } from "./table";
import { timingOf } from "./timing";

/** The segments of an order; either may be missing. */
export interface OrderSegments {
  readonly orc: FieldReader | undefined;
  readonly obr: FieldReader | undefined;
}

export function orderSegments(conversion: Conversion, group: Group): OrderSegments {
  const read = (segment: Segment | undefined) => segment && conversion.read(segment);
  return { orc: read(group.segment("ORC")), obr: read(group.segment("OBR")) };
}

/** Of ORC, else of OBR. Where ORC names an authority alone, it says no number. */
function numberIn({ orc, obr }: OrderSegments, field: number, type: string): FhirIdentifier | undefined {
  const readers = entries([orc, obr]) ?? [];
  const reader =
    readers.find((one) => one.text(field) !== undefined) ?? readers.find((one) => one.value(field));
  const value = reader?.value(field);
  return value && reader && entityIdentifierOf(value, type, reader.sender);
}

/** The numbers of who placed the order and of who fills it, and others that they gave it. */
export function orderIdentifiers(order: OrderSegments): FhirIdentifier[] {
  const { orc, obr } = order;
  const alternate = obr?.identifiers(53, "PLAC") ?? [];
  const group = orc?.value(38);
  const others = [
    { field: 2, type: "PLAC" },
    { field: 3, type: "FILL" },
  ].map(({ field, type }) => {
    const value =
      orc?.text(field) === undefined || orc.text(field) === obr?.text(field) ? undefined : obr?.value(field);
    return value && obr && entityIdentifierOf(value, type, obr.sender);
  });
  return (
    entries([
      numberIn(order, 2, "PLAC"),
      numberIn(order, 3, "FILL"),
      ...others,
      ...(alternate.length > 0 ? alternate : (orc?.identifiers(33, "PLAC") ?? [])),
      group && orc ? entityIdentifierOf(group, "FGN", orc.sender) : undefined,
    ]) ?? []
  );
}

/**
 * The placer's number, else the filler's, and what is ordered: senders give several services of one order the same
 * number.
 */
export function orderIdentity(order: OrderSegments): Identity | undefined {
  const number = numberIn(order, 2, "PLAC") ?? numberIn(order, 3, "FILL");
  const { obr } = order;
  const service = obr?.whole(4) ?? obr?.whole(4, 4) ?? obr?.whole(4, 2);
  return number && [number.system, number.value, service];
}

/** Who asks for it: a person, or a person's place in an organization; `other` where the order itself names nobody. */
export function requesterOf(
  conversion: Conversion,
  { orc, obr }: OrderSegments,
  group: Group,
  other?: Repetition,
): Reference | undefined {
  const named = addPractitioner(conversion, orc?.value(12), { address: orc?.addresses(24) });
  const participants = participationsIn(conversion, group.all("PRT"));
  const practitioner =
    named ??
    addPractitioner(conversion, obr?.value(16) ?? other) ??
    participants.find(({ code }) => code === "OP")?.who;
  const organization = addOrganization(conversion, orc?.value(21), {
    address: orc?.addresses(22),
    telecom: orc?.contacts(23),
  });
  if (!practitioner || !organization) return practitioner ?? organization;
  const identity = [practitioner.reference, organization.reference, "OP"];
  return conversion.add("PractitionerRole", conversion.idOf("PractitionerRole", identity), {
    practitioner,
    organization,
    code: [{ coding: [{ system: tableSystem("0912"), code: "OP" }] }],
  });
}

const core = "http://hl7.org/fhir/StructureDefinition/";

/** OBR-13: a text until 2.6, which is not divided, and coded since. */
function informationOf(obr: FieldReader): FhirCodeableConcept[] | undefined {
  return obr.each(13, (value) => {
    const isCoded = value.text(1) === undefined || value.text(3) !== undefined;
    return isCoded ? conceptOf(value, undefined, obr.sender) : element({ text: value.whole() });
  });
}

function extensionsOf({ orc, obr }: OrderSegments): FhirJson[] {
  const callbacks = obr?.contacts(17) ?? [];
  const phones = callbacks.length > 0 ? callbacks : (orc?.contacts(14) ?? []);
  const reason = orc?.concept(16);
  const information = (obr && informationOf(obr)) ?? [];
  return [
    ...phones.map((valueContactPoint) => ({
      url: `${core}servicerequest-order-callback-phone-number`,
      valueContactPoint,
    })),
    ...(reason ? [{ url: `${core}request-statusReason`, valueCodeableConcept: reason }] : []),
    ...information.map((concept) => ({
      url: "http://hl7.org/fhir/5.0/StructureDefinition/extension-ServiceRequest.supportingInfo",
      valueCodeableConcept: concept,
    })),
  ];
}

/** EI, or EIP with the placer's part first: the number of the group that the order is one of. */
export function groupNumberOf({ orc }: OrderSegments): FhirIdentifier | undefined {
  const value = orc?.value(4);
  return value && orc && entityIdentifierOf(value, "PGN", orc.sender);
}

/** EIP: the order that this one follows from. */
function parentOf({ orc, obr }: OrderSegments): FhirJson[] | undefined {
  const [reader, field] = obr?.value(29) ? [obr, 29] : [orc, 8];
  const parents = [1, 2].map((part) => {
    const value = reader?.text(field, part);
    return value === undefined ? undefined : { type: "ServiceRequest", identifier: { value } };
  });
  return entries(parents);
}

/** What placer and filler tell themselves of the order (OBR-18 to 21), in whatever words. */
function placerAndFillerFields(obr: FieldReader | undefined): FhirJson[] {
  return [18, 19, 20, 21].flatMap((field) => obr?.texts(field) ?? []).map((text) => ({ text }));
}

export interface Ordered {
  readonly patient: Reference | undefined;
  readonly encounter: Reference | undefined;
  readonly specimens: readonly Reference[];
  readonly reasons: readonly Reference[];
  readonly supportingInfo: readonly Reference[];
}

/** The elements that `""` deletes. */
const clears = { code: [4], priority: [5], occurrenceDateTime: [6], requester: [16], reasonCode: [31] };

/** What is ordered, of a group that ORC or OBR opens. */
export function addServiceRequest(
  conversion: Conversion,
  group: Group,
  id: string,
  ordered: Ordered,
): Reference {
  const order = orderSegments(conversion, group);
  const { orc, obr } = order;
  const request = conversion.add(
    "ServiceRequest",
    id,
    {
      extension: extensionsOf(order),
      identifier: orderIdentifiers(order),
      basedOn: parentOf(order),
      requisition: groupNumberOf(order),
      status: requestStatus(orc, obr),
      intent: obr?.code(11) === "G" ? "reflex-order" : undefined,
      category: obr?.concepts(24, "0074"),
      code: obr?.concept(4),
      orderDetail: obr?.concept(4) && [44, 45, 46, 47].flatMap((field) => obr.concepts(field) ?? []),
      subject: ordered.patient,
      encounter: ordered.encounter,
      ...timingOf(conversion, group.segment("TQ1"), orc, obr),
      authoredOn: orc?.dateTime(9) ?? orc?.dateTime(15),
      requester: requesterOf(conversion, order, group),
      reasonCode: obr?.concepts(31),
      reasonReference: ordered.reasons,
      supportingInfo: ordered.supportingInfo,
      specimen: ordered.specimens,
      locationCode: orc?.concepts(29, "0482"),
      note: [...notesOf(conversion, group.all("NTE")), ...placerAndFillerFields(obr)],
    },
    { assumed: { status: "unknown", intent: "order", subject: absent }, cleared: obr?.cleared(clears) },
  );
  if (orc) addOrderProvenance(conversion, orc, request);
  return request;
}

const activities: Table = {
  NW: "CREATE",
  SC: "UPDATE",
  XO: "UPDATE",
  CA: "CANCEL",
  OC: "CANCEL",
};

/** Who entered and verified it, where it says when: FHIR demands both. */
export function addOrderProvenance(conversion: Conversion, orc: FieldReader, target: Reference): void {
  const recorded = orc.instant(9);
  if (recorded === undefined) return;
  const agents = [
    { field: 10, code: "enterer" },
    { field: 11, code: "verifier" },
    { field: 19, code: "performer" },
  ].flatMap(({ field, code }) => {
    const who = addPractitioner(conversion, orc.value(field));
    const system = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
    return who ? [{ type: { coding: [{ system, code }] }, who }] : [];
  });
  if (agents.length === 0) return;
  const activity = meaningOf(activities, orc.code(1));
  const operations = "http://terminology.hl7.org/CodeSystem/v3-DataOperation";
  conversion.add("Provenance", conversion.idOf("Provenance", [target.reference, recorded]), {
    target: [target],
    recorded,
    location: addLocation(conversion, orc.value(13)),
    activity: activity && { coding: [{ system: operations, code: activity }] },
    agent: agents,
  });
}
