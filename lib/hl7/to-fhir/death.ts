/** PDA as what the patient died of. The guide has no map of it. */
import type { Segment } from "../segment";
import { type Conversion, idIn, type Reference } from "./conversion";

const causeOfDeath = {
  coding: [
    {
      system: "http://loinc.org",
      code: "69453-9",
      display: "Cause of death [US Standard Certificate of Death]",
    },
  ],
};

/** Each cause as an observation; that the patient has died, and when, is for PID to say. */
export function addCausesOfDeath(conversion: Conversion, segment: Segment, subject: Reference): void {
  const pda = conversion.read(segment);
  for (const cause of pda.concepts(1) ?? []) {
    const [coding] = cause.coding ?? [];
    const identity = [idIn(subject), "death", coding?.code ?? cause.text];
    conversion.add(
      "Observation",
      conversion.idOf("Observation", identity),
      { code: causeOfDeath, subject, issued: pda.instant(4), valueCodeableConcept: cause },
      { assumed: { status: "final" } },
    );
  }
}
