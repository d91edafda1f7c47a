/** ServiceRequest as ORC, TQ1 and OBR (v2-to-FHIR implementation guide, ORC and OBR[ServiceRequest]). */
import type { FieldValue } from "../compose";
import { each, writeConcept, writeNumber } from "./data-types";
import { writeTime } from "./moments";
import { numberOf, numberOrFirst } from "./order-numbers";
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

export const priorityOf = ({ request }: Order) => priorities[request.priority ?? ""];

const placer = ({ request }: Order): FieldValue => writeNumber(numberOrFirst(request.identifier, "PLAC"));
const filler = ({ request }: Order): FieldValue => writeNumber(numberOf(request.identifier, "FILL"));
const requester = ({ request, related }: Order): FieldValue => related.person(request.requester);
const startOf = ({ request }: Order) =>
  writeTime(request.occurrenceDateTime ?? request.occurrencePeriod?.start);

export const orc: SegmentRules<Order> = {
  2: ["identifier", placer],
  3: ["identifier", filler],
  4: ["requisition", ({ request }) => writeNumber(request.requisition)],
  5: ["status", ({ request }) => statuses[request.status ?? ""]],
  9: ["authoredOn", ({ request }) => writeTime(request.authoredOn)],
  12: ["requester", requester],
  21: ["requester", ({ request, related }) => related.organization(request.requester)],
};

/** When and how soon, since 2.5. */
export const tq1: SegmentRules<Order> = {
  7: ["occurrence", startOf],
  8: ["occurrence", ({ request }) => writeTime(request.occurrencePeriod?.end)],
  9: ["priority", priorityOf],
};

export const orderedObr: SegmentRules<Order> = {
  2: ["identifier", placer],
  3: ["identifier", filler],
  4: ["code", ({ request }) => writeConcept(request.code)],
  5: ["priority", priorityOf],
  6: ["occurrence", startOf],
  16: ["requester", requester],
  31: ["reasonCode", ({ request }) => each(request.reasonCode, writeConcept)],
  46: ["orderDetail", ({ request }) => each(request.orderDetail, writeConcept)],
};
