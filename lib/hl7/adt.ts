/** ADT messages: what happened to a patient, told to others (HL7 v2.8, chapter 3.3). */
import type { PatientData } from "@/lib/records/schema";
import { type AdtEvent, adtStructures } from "./adt-events";
import { components, composeMessage, composeSegment } from "./compose";
import { writeMoment } from "./moment";
import { ownAuthority, patientFields } from "./patient-segment";

export interface AdtMessage {
  readonly event: AdtEvent;
  readonly patient: PatientData;
  readonly controlId: string;
  readonly at: Date;
  readonly version: string;
  readonly sender?: { readonly application?: string; readonly facility?: string };
  readonly receiver?: { readonly application?: string; readonly facility?: string };
}

/** The message, each segment ended by CR. The visit is one that nothing is said of (class N, not applicable). */
export function createHL7ADTMessage(adt: AdtMessage): string {
  const { event, patient, controlId, at, version, sender, receiver } = adt;
  const time = writeMoment(at);
  return composeMessage([
    composeSegment("MSH", {
      3: sender?.application ?? ownAuthority,
      4: sender?.facility,
      5: receiver?.application,
      6: receiver?.facility,
      7: time,
      9: components("ADT", event, adtStructures[event]),
      10: controlId,
      11: "P",
      12: version,
    }),
    composeSegment("EVN", { 1: event, 2: time }),
    composeSegment("PID", patientFields(patient)),
    composeSegment("PV1", { 1: "1", 2: "N" }),
  ]);
}
