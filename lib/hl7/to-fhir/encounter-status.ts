/** What an event says of a visit (HL7 v2.8, chapter 3.3), where it says more than the visit's own segment. */
import { meaningOf } from "./table";

export interface VisitEvent {
  readonly status: string;
  /** The end that the segment may still name is withdrawn. */
  readonly isReopened?: boolean;
}

const present: VisitEvent = { status: "in-progress" };
const reopened: VisitEvent = { status: "in-progress", isReopened: true };
const finished: VisitEvent = { status: "finished" };
const planned: VisitEvent = { status: "planned" };
const cancelled: VisitEvent = { status: "cancelled" };
const away: VisitEvent = { status: "onleave" };

/** Events that are about something else leave it to the segment: they are not here. */
const events: Readonly<Record<string, VisitEvent>> = {
  A01: present,
  A02: present,
  A03: finished,
  A04: present,
  A05: planned,
  A06: present,
  A07: present,
  A09: present,
  A10: { status: "arrived" },
  A11: cancelled,
  A12: present,
  A13: reopened,
  A14: planned,
  A15: present,
  A16: present,
  A17: present,
  A21: away,
  A22: present,
  A23: { status: "entered-in-error" },
  A25: present,
  A26: present,
  A27: cancelled,
  A32: present,
  A33: present,
  A38: cancelled,
  A52: present,
  A53: away,
};

/** What the event of an ADT message says; undefined for events that say nothing of the visit's state. */
export function visitEvent(event: string): VisitEvent | undefined {
  return meaningOf(events, event);
}

/** Preadmitted patients are expected, all others are there (guide: PatientClass[EncounterStatus]). */
export function statusOfClass(patientClass: string): string {
  if (patientClass === "P") return "planned";
  return patientClass === "U" || patientClass === "" ? "unknown" : "in-progress";
}
