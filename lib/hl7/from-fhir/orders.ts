/** Orders told to who fills them: ORM^O01, and OML^O21 for laboratories (HL7 v2.8, chapters 4.4 and 4.7). */
import type { FhirJson } from "@/lib/fhir";
import { composeEnvelope, type Envelope } from "../envelope";
import { isSince } from "../version";
import { type AboutPatient, associateSegments, patientSegments, visitSegments } from "./about-patient";
import { noteSegments, observationSegments } from "./observation";
import { type Order, orc, orderedObr, tq1 } from "./order";
import { partsOf } from "./parts";
import { Related } from "./related";
import { writeSegment } from "./segment";
import { specimenFields, specimenSegments } from "./specimen";

/** Table 0119, as far as who places an order says it. */
export type OrderControl = "NW" | "CA" | "DC" | "HD" | "RL" | "XO" | "RP" | "SC";

export interface PlacedOrder {
  /** NW unless told. */
  readonly control?: OrderControl;
  readonly request: FhirJson;
  readonly specimens?: readonly FhirJson[];
  /** What the filler should know, such as answers to what is asked at ordering. */
  readonly observations?: readonly FhirJson[];
}

export interface OrderMessage extends Envelope, AboutPatient {
  readonly type: "ORM" | "OML";
  readonly orders: readonly PlacedOrder[];
}

const types = {
  ORM: { code: "ORM", event: "O01", structure: "ORM_O01" },
  OML: { code: "OML", event: "O21", structure: "OML_O21" },
} as const;

function orderSegments(message: OrderMessage, placed: PlacedOrder, index: number): (string | undefined)[] {
  const { type, version, related: others = [] } = message;
  const { control = "NW", request, specimens = [], observations = [] } = placed;
  const related = new Related([request, ...others]);
  const order: Order = { request: partsOf("ServiceRequest", request), related };
  const set = { 1: String(index + 1) };
  const known = observations.map((one) => partsOf("Observation", one));
  const isLaboratory = type === "OML" && isSince(version, "2.5");
  return [
    writeSegment("ORC", orc, order, { always: { 1: control } }),
    isLaboratory ? writeSegment("TQ1", tq1, order, { always: { 1: "1" } }) : undefined,
    writeSegment("OBR", orderedObr, order, {
      always: { ...specimenFields(specimens, related, isLaboratory), ...set },
    }),
    ...noteSegments(order.request.note),
    ...observationSegments(known, { related, version }),
    ...(isLaboratory ? specimenSegments(specimens) : []),
  ];
}

export function orderMessage(message: OrderMessage): string {
  return composeEnvelope(message, types[message.type], [
    ...patientSegments(message),
    ...(message.type === "OML" ? associateSegments(message) : []),
    ...(message.encounter ? visitSegments(message) : []),
    ...message.orders.flatMap((order, index) => orderSegments(message, order, index)),
  ]);
}
