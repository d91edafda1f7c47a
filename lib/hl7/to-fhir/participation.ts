/** ROL and PRT: who takes part in what, and as what (guide: PRT[PractitionerRole], PRT[Device]). */
import type { FhirCodeableConcept, FhirJson } from "@/lib/fhir";
import type { Segment } from "../segment";
import type { Conversion, Reference } from "./conversion";
import { entityIdentifierOf } from "./data-types";
import { element, entries } from "./elements";
import type { FieldReader } from "./field-reader";
import { addLocation } from "./location";
import { periodOf } from "./moments";
import { addOrganization } from "./organization";
import { addPractitioner } from "./people";

export interface Participation {
  /** Table 0443 in ROL, 0912 in PRT; in capitals. */
  readonly code: string;
  readonly role: FhirCodeableConcept | undefined;
  /** A person, or a person's role at an organization or place; where no person is named, the organization. */
  readonly who: Reference | undefined;
  readonly device: Reference | undefined;
  readonly start: string | undefined;
  readonly end: string | undefined;
}

/** Where each segment says it; both may name several people in repetitions. */
const places = {
  ROL: {
    role: 3,
    table: "0443",
    person: 4,
    organization: 13,
    location: 0,
    start: 5,
    end: 6,
    address: 11,
    telecom: 12,
  },
  PRT: {
    role: 4,
    table: "0912",
    person: 5,
    organization: 8,
    location: 9,
    start: 11,
    end: 12,
    address: 14,
    telecom: 15,
  },
} as const;

type Place = (typeof places)[keyof typeof places];

/** Somebody somewhere as something: a role, where it is not the person alone. */
function whoOf(
  conversion: Conversion,
  reader: FieldReader,
  place: Place,
  practitioner: Reference | undefined,
): Reference | undefined {
  const organization = addOrganization(conversion, reader.value(place.organization));
  const location = place.location > 0 ? addLocation(conversion, reader.value(place.location)) : undefined;
  if (!organization && !location) return practitioner;
  if (!practitioner && !location) return organization;
  const role = reader.concept(place.role, place.table);
  const code = reader.code(place.role);
  const identity = [practitioner, organization, location].map((one) => one?.reference);
  return conversion.add("PractitionerRole", conversion.idOf("PractitionerRole", [...identity, code]), {
    practitioner,
    organization,
    code: role && [role],
    location: location && [location],
  });
}

/** PRT-10: a device by its number, and what its label says (PRT-16 to 20). */
function deviceOf(conversion: Conversion, prt: FieldReader): Reference | undefined {
  const value = prt.value(10);
  const identifier = value && entityIdentifierOf(value, undefined, conversion.sender);
  if (!identifier) return undefined;
  const [label] = prt.texts(16);
  const id = conversion.idOf("Device", [identifier.system, identifier.value]);
  return conversion.add("Device", id, {
    identifier: [identifier],
    udiCarrier: label === undefined ? undefined : [{ deviceIdentifier: label }],
    manufactureDate: prt.dateTime(17),
    expirationDate: prt.dateTime(18),
    lotNumber: prt.text(19),
    serialNumber: prt.text(20),
  });
}

/** All that the segments name; what they take away (action DE, D) is not among them. */
export function participationsIn(conversion: Conversion, segments: readonly Segment[]): Participation[] {
  return segments.flatMap((segment): Participation[] => {
    const reader = conversion.read(segment);
    const isRole = segment.name === "ROL";
    const place = isRole ? places.ROL : places.PRT;
    if (reader.code(2).startsWith("D")) return [];
    const known = { address: reader.addresses(place.address), telecom: reader.contacts(place.telecom) };
    const shared = {
      code: reader.code(place.role),
      role: reader.concept(place.role, place.table),
      device: isRole ? undefined : deviceOf(conversion, reader),
      start: reader.dateTime(place.start),
      end: reader.dateTime(place.end),
    };
    const people = entries(
      reader.values(place.person).map((value) => addPractitioner(conversion, value, known)),
    );
    return (people ?? [undefined]).map((one) => ({ ...shared, who: whoOf(conversion, reader, place, one) }));
  });
}

/** Participants of an encounter. */
export function participantsOf(conversion: Conversion, segments: readonly Segment[]): FhirJson[] {
  return participationsIn(conversion, segments).flatMap(({ role, who, start, end }) => {
    // An organization alone takes no part in an encounter.
    if (!who || who.reference.startsWith("Organization")) return [];
    const participant = element<FhirJson>({
      type: entries([role]),
      period: periodOf(start, end),
      individual: who,
    });
    return participant ? [participant] : [];
  });
}
