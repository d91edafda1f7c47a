/** ROL and PRT: who takes part in what, and as what. */
import type { FhirCodeableConcept, FhirJson } from "@/lib/fhir";
import type { Segment } from "../segment";
import type { Conversion, Reference } from "./conversion";
import { element, entries } from "./elements";
import { addOrganization } from "./organization";
import { addPractitioner } from "./people";

export interface Participation {
  /** Table 0443 in ROL, 0912 in PRT; in capitals. */
  readonly code: string;
  readonly role: FhirCodeableConcept | undefined;
  readonly practitioner: Reference | undefined;
  readonly organization: Reference | undefined;
  readonly start: string | undefined;
  readonly end: string | undefined;
}

/** Where each segment says it; ROL names one person each, PRT may name several in repetitions. */
const places = {
  ROL: { role: 3, table: "0443", person: 4, organization: 13, start: 5, end: 6 },
  PRT: { role: 4, table: "0912", person: 5, organization: 8, start: 11, end: 12 },
} as const;

/** All that the segments name; what they take away (action DE, D) is not among them. */
export function participationsIn(conversion: Conversion, segments: readonly Segment[]): Participation[] {
  return segments.flatMap((segment): Participation[] => {
    const reader = conversion.read(segment);
    const place = segment.name === "ROL" ? places.ROL : places.PRT;
    if (reader.code(2).startsWith("D")) return [];
    const shared = {
      code: reader.code(place.role),
      role: reader.concept(place.role, place.table),
      start: reader.dateTime(place.start),
      end: reader.dateTime(place.end),
    };
    const organization = addOrganization(conversion, reader.value(place.organization));
    const people = entries(reader.values(place.person).map((value) => addPractitioner(conversion, value)));
    if (!people) return organization ? [{ ...shared, practitioner: undefined, organization }] : [];
    return people.map((practitioner) => ({ ...shared, practitioner, organization }));
  });
}

/** Participants of an encounter. */
export function participantsOf(conversion: Conversion, segments: readonly Segment[]): FhirJson[] {
  return participationsIn(conversion, segments).flatMap(({ role, practitioner, start, end }) => {
    if (!practitioner) return [];
    const participant = element<FhirJson>({
      type: entries([role]),
      period: element({ start, end }),
      individual: practitioner,
    });
    return participant ? [participant] : [];
  });
}
