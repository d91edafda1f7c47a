/**
 * Fields that the standard requires in the messages that are read here (HL7 v2.8: control 2.14, ADT 3.4, orders 4.5,
 * results 7.4, documents 9.6, scheduling 10.6), each with what it says. Numbers of segments in their sets are left out:
 * nothing depends on them.
 */
import type { Segment } from "./segment";

type Requirement = readonly [field: number, says: string];

const required: Readonly<Record<string, readonly Requirement[]>> = {
  MSH: [
    [7, "when it was sent"],
    [9, "its type"],
    [10, "its control id"],
    [11, "its processing id"],
    [12, "its version"],
  ],
  EVN: [[2, "when the event was recorded"]],
  PID: [
    [3, "the patient's ids"],
    [5, "the patient's name"],
  ],
  PV1: [[2, "the class of the visit"]],
  MRG: [[1, "which ids are replaced"]],
  AL1: [[3, "what the allergy is to"]],
  DG1: [[6, "the type of the diagnosis"]],
  ORC: [[1, "what is to happen with the order"]],
  OBR: [[4, "what is ordered"]],
  OBX: [
    [3, "what was observed"],
    [11, "the state of the result"],
  ],
  TXA: [
    [2, "the type of the document"],
    [12, "the number of the document"],
    [17, "how complete the document is"],
  ],
  SCH: [
    [6, "the reason of the event"],
    [16, "whom to ask at the filler"],
    [20, "who entered it"],
  ],
  AIS: [[3, "the service"]],
  AIG: [[4, "the type of the resource"]],
};

/** Whether a field says anything: that it is to be deleted is something, separators alone are not. */
function isSaid(segment: Segment, field: number): boolean {
  const values = segment.repetitions(field).flatMap((repetition) => repetition.components().flat());
  return values.some((value) => value !== undefined);
}

/** What is required of a segment, and not said there. */
export function missingFields(segment: Segment): readonly Requirement[] {
  return required[segment.name]?.filter(([field]) => !isSaid(segment, field)) ?? [];
}
