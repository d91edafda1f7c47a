/** ADT^A01 to A38 (HL7 v2.8, chapter 3.3): visits, as far as an event of ADT says what became of them. */
import type { FhirJson } from "@/lib/fhir";
import { type AdtEvent, adtMessage } from "@/lib/hl7";
import { fhirServerErrors } from "../../fhir-r4";
import { newStatus, type ToldChange } from "../told-change";
import { chartWay } from "./chart-way";
import { withOwnNumber } from "./own-number";

const inpatient: readonly unknown[] = ["IMP", "ACUTE", "NONAC"];

/** Who stays is admitted, who comes is registered. */
function arrival({ class: kind }: FhirJson): AdtEvent {
  return inpatient.includes(Object(kind).code) ? "A01" : "A04";
}

const begun: readonly unknown[] = ["arrived", "triaged", "in-progress", "onleave"];
const calledOff: readonly unknown[] = ["cancelled", "entered-in-error"];

function notTold(detail: string) {
  return fhirServerErrors.change_not_offered({ detail });
}

/** A visit that begins or is planned; throws for one that is over, of which no single event tells. */
function eventOfNew(encounter: FhirJson): AdtEvent {
  // PV1-2 is required, and without a class it would say that there is no visit.
  if (!Object(encounter.class).code) throw notTold("Say of which class the visit is, such as AMB.");
  if (encounter.status === "planned") return "A05";
  if (begun.includes(encounter.status)) return arrival(encounter);
  throw notTold("It is over, or nothing says that it begins: ADT has no event for that. Enter it there.");
}

function eventOfChanged(change: ToldChange): AdtEvent {
  const { before, after } = change;
  const status = newStatus(change);
  if (calledOff.includes(status)) return before.status === "planned" ? "A38" : "A11";
  if (status === "finished") return "A03";
  if (begun.includes(status) && before.status === "planned") return arrival(after);
  return begun.includes(status) && before.status === "finished" ? "A13" : "A08";
}

export const encounters = chartWay("encounters", {
  words: {
    create: "visits that are planned or begin as ADT^A05, A01 or A04",
    update: "changes as ADT^A08, their ends as A03",
    delete: "deletions as ADT^A11",
  },
  untold: ["appointment"],
  limits: ["Messages do not tell which appointment a visit came of, nor of new visits that are over."],
  named: (resource) => withOwnNumber(resource, "VN"),
  create: (encounter, { patient, related }) => {
    const event = eventOfNew(encounter);
    return (envelope) => adtMessage({ ...envelope, event, patient, encounter, related });
  },
  update: (change, { patient, related }) => {
    const event = eventOfChanged(change);
    const { after: encounter, cleared: visitCleared } = change;
    return (envelope) => adtMessage({ ...envelope, event, patient, encounter, related, visitCleared });
  },
});
