/** NK1 as a RelatedPerson, and as a contact of the Patient (guide: NK1[RelatedPerson], NK1[Patient]). */
import type { FhirJson } from "@/lib/fhir";
import type { Segment } from "../segment";
import { type Conversion, type Identity, idIn, type Reference } from "./conversion";
import { element, entries } from "./elements";
import { familyOf } from "./family-name";
import type { FieldReader } from "./field-reader";
import { periodOf } from "./moments";
import { addOrganization } from "./organization";
import { genderOf, languageOf, numbered, socialSecurity } from "./patient";

/** Relatives seldom have numbers, so they are who they are called, beside their patient. */
export function relatedIdentity(
  patientId: string,
  reader: FieldReader,
  numbers: readonly (string | undefined)[],
  name: number,
): Identity {
  const number = numbers.find((one) => one !== undefined);
  if (number !== undefined) return [patientId, "number", number];
  const value = reader.value(name);
  return [patientId, "name", value && familyOf(value)?.toUpperCase(), value?.text(2)?.toUpperCase()];
}

function relationships(nk1: FieldReader) {
  return entries([nk1.concept(3, "0063"), nk1.concept(7, "0131")]);
}

function telecoms(nk1: FieldReader) {
  return [...nk1.contacts(5), ...nk1.contacts(6, "work"), ...nk1.contacts(40)];
}

/** The contact, where there is somebody to reach: FHIR wants a name, an address, a number or an organization. */
export function contactOf(conversion: Conversion, nk1: FieldReader): FhirJson | undefined {
  const [name] = nk1.names(2);
  const [address] = nk1.addresses(4);
  const telecom = telecoms(nk1);
  const organization = addOrganization(conversion, nk1.value(13), contactPerson(nk1));
  if (!name && !address && telecom.length === 0 && !organization) return undefined;
  return element<FhirJson>({
    relationship: relationships(nk1),
    name,
    telecom,
    address,
    gender: genderOf(nk1, 15),
    organization,
    period: periodOf(nk1.dateTime(8), nk1.dateTime(9)),
  });
}

/** Whom to speak to at the organization. */
function contactPerson(nk1: FieldReader): FhirJson {
  const [name] = nk1.names(30);
  const [address] = nk1.addresses(32);
  const contact = element({ name, telecom: [...nk1.contacts(31), ...nk1.contacts(41)], address });
  return { contact: contact && [contact] };
}

/** CTD: whom to speak to about the patient. */
export function addContacts(conversion: Conversion, segments: readonly Segment[], patient: Reference): void {
  const contacts = segments.map((segment) => {
    const ctd = conversion.read(segment);
    const [name] = ctd.names(2);
    const [address] = ctd.addresses(3);
    if (!name && !address) return undefined;
    return element<FhirJson>({
      relationship: ctd.concepts(1, "0131"),
      name,
      telecom: ctd.contacts(5),
      address,
    });
  });
  conversion.add("Patient", idIn(patient), { contact: entries(contacts) });
}

/** The relative; undefined where nothing is said of anybody. */
export function addRelatedPerson(
  conversion: Conversion,
  nk1: FieldReader,
  patient: Reference,
  patientId: string,
): Reference | undefined {
  const identifier = entries([
    ...nk1.identifiers(12),
    ...nk1.identifiers(33),
    numbered(nk1.text(37), "SS", socialSecurity),
  ]);
  const name = entries([...nk1.names(2), ...nk1.names(30)]);
  const telecom = entries([...telecoms(nk1), ...nk1.contacts(31), ...nk1.contacts(41)]);
  const relationship = relationships(nk1);
  if (!identifier && !name && !telecom && !relationship) return undefined;
  const numbers = [nk1.text(33), nk1.text(12)];
  const id = conversion.idOf("RelatedPerson", relatedIdentity(patientId, nk1, numbers, 2));
  const language = languageOf(nk1.concept(20, "0296"));
  return conversion.add("RelatedPerson", id, {
    identifier,
    patient,
    relationship,
    name,
    telecom,
    gender: genderOf(nk1, 15),
    birthDate: nk1.date(16),
    address: [...nk1.addresses(4), ...nk1.addresses(32)],
    period: periodOf(nk1.dateTime(8), nk1.dateTime(9)),
    communication: language && [{ language, preferred: true }],
  });
}
