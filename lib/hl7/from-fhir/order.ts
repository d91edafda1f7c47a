/** ServiceRequest as ORC, TQ1 and OBR (v2-to-FHIR implementation guide, ORC and OBR[ServiceRequest]). */
import { components, type FieldValue } from "../compose";
import { tableSystem } from "../to-fhir/coding-systems";
import {
  authorityOf,
  codeIn,
  each,
  kindOf,
  writeAddress,
  writeConcept,
  writeContact,
  writeIdentifier,
  writeNumber,
} from "./data-types";
import { extended } from "./extensions";
import { writeTime } from "./moments";
import { numberOf, numberOrFirst, ownNumber } from "./order-numbers";
import type { Parts } from "./parts";
import type { Related } from "./related";
import type { SegmentRules } from "./segment";

export interface Order {
  readonly request: Parts<"ServiceRequest">;
  readonly related: Related;
}

/** Table 0038; that an order is active its control says. */
const statuses: Readonly<Record<string, string>> = {
  draft: "SC",
  "on-hold": "HD",
  revoked: "CA",
  completed: "CM",
  "entered-in-error": "ER",
};

/** Table 0485. */
const priorities: Readonly<Record<string, string>> = { routine: "R", urgent: "T", asap: "A", stat: "S" };

const priorityOf = ({ request }: Order) => priorities[request.priority ?? ""];

const placer = ({ request }: Order): FieldValue =>
  writeNumber(numberOrFirst(request.identifier, "PLAC") ?? ownNumber(request));
const filler = ({ request }: Order): FieldValue => writeNumber(numberOf(request.identifier, "FILL"));
/** The filler may have a number for the service beside that of the order. */
const serviceFiller = ({ request }: Order): FieldValue =>
  writeNumber(request.identifier?.findLast((one) => kindOf(one) === "FILL"));
const requester = ({ request, related }: Order): FieldValue => related.person(request.requester);
const startOf = ({ request }: Order) =>
  writeTime(request.occurrenceDateTime ?? request.occurrencePeriod?.start);

const core = "http://hl7.org/fhir/StructureDefinition/";
const supportingInfo = "http://hl7.org/fhir/5.0/StructureDefinition/extension-ServiceRequest.supportingInfo";

/** What the filler should know, in words and codes. */
function information({ request }: Order): FieldValue {
  const said = request.extension?.filter(({ url }) => url === supportingInfo);
  return each(said, ({ valueCodeableConcept }) => writeConcept(valueCodeableConcept));
}

/** Whom to call. */
function phones({ request }: Order): FieldValue {
  const said = request.extension?.filter(
    ({ url }) => url === `${core}servicerequest-order-callback-phone-number`,
  );
  return each(said, ({ valueContactPoint }) => valueContactPoint && writeContact(valueContactPoint));
}

/** EIP: the order that this one follows from, by its placer's number and its filler's. */
function parent({ request }: Order): FieldValue {
  const numbers = request.basedOn?.flatMap(({ identifier }) => (identifier?.value ? [identifier] : [])) ?? [];
  return components(...numbers.slice(0, 2).map((one) => [one.value, ...authorityOf(one)]));
}

/** Where the requester works. */
function facility({ request, related }: Order): Parts<"Organization"> | undefined {
  const place = related.get("PractitionerRole", request.requester)?.organization ?? request.requester;
  return related.get("Organization", place);
}

/** Further numbers of the placer. */
function alternates({ request }: Order): FieldValue {
  const first = numberOrFirst(request.identifier, "PLAC");
  const others = request.identifier?.filter((one) => one !== first && kindOf(one) === "PLAC");
  return each(others, writeIdentifier);
}

export const orc: SegmentRules<Order> = {
  2: ["identifier", placer],
  3: ["identifier", filler],
  4: ["requisition", ({ request }) => writeNumber(request.requisition)],
  5: ["status", ({ request }) => statuses[request.status ?? ""]],
  8: ["basedOn", parent],
  9: ["authoredOn", ({ request }) => writeTime(request.authoredOn)],
  12: ["requester", requester],
  16: [
    "extension",
    ({ request }) => writeConcept(extended(request, `${core}request-statusReason`)?.valueCodeableConcept),
  ],
  21: ["requester", ({ request, related }) => related.organization(request.requester)],
  22: ["requester", (order) => each(facility(order)?.address, writeAddress)],
  23: ["requester", (order) => each(facility(order)?.telecom, writeContact)],
  29: ["locationCode", ({ request }) => writeConcept(request.locationCode?.[0])],
  33: ["identifier", alternates],
  38: ["identifier", ({ request }) => writeNumber(request.identifier?.find((one) => kindOf(one) === "FGN"))],
};

/** TQ1: when and how soon, since 2.5. */
export const tq1: SegmentRules<Order> = {
  7: ["occurrence", startOf],
  8: ["occurrence", ({ request }) => writeTime(request.occurrencePeriod?.end)],
  9: ["priority", priorityOf],
};

export const orderedObr: SegmentRules<Order> = {
  2: ["identifier", placer],
  3: ["identifier", serviceFiller],
  4: ["code", ({ request }) => writeConcept(request.code)],
  5: ["priority", priorityOf],
  6: ["occurrence", startOf],
  11: ["intent", ({ request }) => (request.intent === "reflex-order" ? "G" : undefined)],
  13: ["extension", information],
  16: ["requester", requester],
  17: ["extension", phones],
  24: ["category", ({ request }) => codeIn(request.category, tableSystem("0074"))],
  31: ["reasonCode", ({ request }) => each(request.reasonCode, writeConcept)],
  46: ["orderDetail", ({ request }) => each(request.orderDetail, writeConcept)],
};
