/** Appointments told to who is concerned: SIU^S12 to S26 (HL7 v2.8, chapter 10.4). */
import type { FhirJson } from "@/lib/fhir";
import { composeSegment } from "../compose";
import { composeEnvelope, type Envelope } from "../envelope";
import { type AboutPatient, patientSegments, visitSegments } from "./about-patient";
import { type ResourceAction, resourceSegments, type Scheduled, sch } from "./appointment";
import { noteSegments } from "./observation";
import { partsOf } from "./parts";
import { Related } from "./related";
import { writeSegment } from "./segment";

/** What happened (table 0003), each with what it does to the resources of the appointment. */
const actions = {
  /** Booked. */
  S12: "A",
  /** Moved to another time. */
  S13: "U",
  /** Changed otherwise. */
  S14: "U",
  /** Cancelled. */
  S15: "X",
  /** Broken off. */
  S16: "X",
  /** Deleted: it should never have been. */
  S17: "X",
  /** A service or resource was added. */
  S18: "A",
  /** One was changed. */
  S19: "U",
  /** One was cancelled. */
  S20: "D",
  /** One was broken off. */
  S21: "D",
  /** One was deleted. */
  S22: "D",
  /** A time was blocked. */
  S23: "A",
  /** It was opened again. */
  S24: "D",
  /** The patient did not come. */
  S26: "X",
} as const satisfies Record<string, ResourceAction>;

export type ScheduleEvent = keyof typeof actions;

export const scheduleEvents = Object.keys(actions) as ScheduleEvent[];

export interface ScheduleMessage extends Envelope, AboutPatient {
  readonly event: ScheduleEvent;
  readonly appointment: FhirJson;
  /** As the receiver has it, so that it hears who and what is needed no more. */
  readonly before?: FhirJson;
  /** Elements of the appointment to be deleted. */
  readonly cleared?: readonly string[];
}

export function scheduleMessage(message: ScheduleMessage): string {
  const { event, appointment, before, encounter, related = [], cleared } = message;
  const scheduled: Scheduled = {
    appointment: partsOf("Appointment", appointment),
    related: new Related([appointment, ...related]),
  };
  const { comment } = scheduled.appointment;
  return composeEnvelope(message, { code: "SIU", event, structure: "SIU_S12" }, [
    writeSegment("SCH", sch, scheduled, { cleared }),
    ...noteSegments(comment ? [{ text: comment }] : []),
    ...patientSegments(message),
    ...(encounter ? visitSegments(message) : []),
    composeSegment("RGS", { 1: "1", 2: actions[event] }),
    ...resourceSegments(scheduled, actions[event], before && partsOf("Appointment", before)),
  ]);
}
