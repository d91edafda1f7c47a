/** SIU^S12 to S26 (HL7 v2.8, chapter 10.4): appointments that were made and moved here. */
import type { FhirJson } from "@/lib/fhir";
import { type ScheduleEvent, scheduleMessage } from "@/lib/hl7";
import { fhirServerErrors } from "../../fhir-r4";
import { differs, newStatus, type ToldChange } from "../told-change";
import { chartWay } from "./chart-way";
import { withOwnNumber } from "./own-number";

/** What happened to an appointment that has one of these states now. */
const ended: Readonly<Record<string, ScheduleEvent>> = {
  cancelled: "S15",
  noshow: "S26",
  "entered-in-error": "S17",
};

const endOf = (status: unknown) => ended[String(status)];

function eventOf(change: ToldChange): ScheduleEvent {
  const event = endOf(newStatus(change));
  if (event) return event;
  return differs(change, "start", "end", "minutesDuration") ? "S13" : "S14";
}

/** What never took place needs no place in anybody's calendar. */
function standing(appointment: FhirJson): FhirJson {
  if (!endOf(appointment.status)) return appointment;
  const detail = "It was called off before the vendor heard of it: there is no message that tells only that.";
  throw fhirServerErrors.change_not_offered({ detail });
}

export const appointments = chartWay("appointments", {
  words: {
    create: "new appointments as SIU^S12",
    update: "changes as SIU^S13 to S26",
    delete: "deletions as SIU^S17",
  },
  untold: ["description", "patientInstruction"],
  limits: ["Messages do not tell their description and what the patient is to do."],
  named: (resource) => withOwnNumber(resource, "FILL"),
  create: (resource, about) => {
    const appointment = standing(resource);
    return (envelope) => scheduleMessage({ ...envelope, ...about, event: "S12", appointment });
  },
  update: (change, about) => {
    const { before, after: appointment, cleared } = change;
    const event = eventOf(change);
    return (envelope) => scheduleMessage({ ...envelope, ...about, event, before, appointment, cleared });
  },
});
