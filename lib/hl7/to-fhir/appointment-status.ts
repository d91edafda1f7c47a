/** How an appointment stands: by the event (HL7 v2.8, chapter 10.3), else by what the filler says (table 0278). */
import { meaningOf, type Table } from "./table";

/** Events that leave no choice; the others say that something about the appointment is new. */
const decided: Table = {
  S15: "cancelled",
  S16: "cancelled",
  S17: "entered-in-error",
  S26: "noshow",
};

/** Table 0278. */
const statuses: Table = {
  PENDING: "pending",
  WAITLIST: "waitlist",
  BOOKED: "booked",
  STARTED: "checked-in",
  COMPLETE: "fulfilled",
  COMPLETED: "fulfilled",
  CANCELLED: "cancelled",
  CANCELED: "cancelled",
  DC: "cancelled",
  DELETED: "entered-in-error",
  BLOCKED: "booked",
  OVERBOOK: "booked",
  NOSHOW: "noshow",
  "NO-SHOW": "noshow",
  "NO SHOW": "noshow",
  ARRIVED: "arrived",
  "CHECKED-IN": "checked-in",
};

/** `said` is in capitals: the code, or its words. */
export function appointmentStatus(event: string, ...said: readonly string[]): string | undefined {
  return meaningOf(decided, event) ?? said.map((one) => meaningOf(statuses, one)).find(Boolean);
}

/** How who was asked answers (AIP-12 and its like). */
export function participantStatus(said: string): string {
  const status = meaningOf(statuses, said);
  if (status === "cancelled" || status === "entered-in-error") return "declined";
  return status === "pending" || status === "waitlist" ? "tentative" : status ? "accepted" : "needs-action";
}
