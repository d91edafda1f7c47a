/** PID and PD1 as a Patient (v2-to-FHIR implementation guide, segment maps PID[Patient] and PD1[Patient]). */
import {
  birthTimeUrl,
  type FhirAddress,
  type FhirCodeableConcept,
  type FhirIdentifier,
  type FhirPatient,
} from "@/lib/fhir";
import type { Segment } from "../segment";
import type { Identity } from "./conversion";
import { identifierType, type Sender } from "./data-types";
import { element, entries } from "./elements";
import { FieldReader } from "./field-reader";
import { fhirDate, periodOf } from "./moments";
import { extensionsOf } from "./patient-extensions";
import { meaningOf, type Table } from "./table";

/** Table 0001, and its words, which senders write out. */
const genders: Table = {
  F: "female",
  M: "male",
  O: "other",
  A: "other",
  N: "other",
  X: "other",
  U: "unknown",
  FEMALE: "female",
  MALE: "male",
  OTHER: "other",
  AMBIGUOUS: "other",
  "NOT APPLICABLE": "other",
  UNKNOWN: "unknown",
};

export function genderOf(reader: FieldReader, field: number): string | undefined {
  return reader.meaning(field, genders, "0001");
}

const maritalStatuses = "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus";
/** Table 0002, as far as FHIR has the same, and what senders write out. */
const maritalCodes: Table = {
  A: "L",
  C: "C",
  D: "D",
  I: "I",
  M: "M",
  P: "T",
  S: "S",
  W: "W",
  DIVORCED: "D",
  MARRIED: "M",
  SINGLE: "S",
  WIDOWED: "W",
};

/** A number that stands in a field of its own, so that the field says its kind. */
export function numbered(
  value: string | undefined,
  type: string,
  system?: string,
): FhirIdentifier | undefined {
  if (value === undefined) return undefined;
  return element<FhirIdentifier>({ type: identifierType(type), system, value });
}

export const socialSecurity = "http://hl7.org/fhir/sid/us-ssn";

/** DLN: the licence, who gave it, and until when it holds. */
function licenceOf(pid: FieldReader): FhirIdentifier | undefined {
  const until = fhirDate(pid.text(20, 3));
  const licence = numbered(pid.text(20), "DL", pid.text(20, 2)?.replaceAll(/\s/g, encodeURIComponent));
  return licence && element<FhirIdentifier>({ ...licence, period: until ? { end: until } : undefined });
}

/** The numbers of a disability that is the patient's own (DB1), for as long as it is recorded. */
function disabilityNumbers(db1: FieldReader | undefined): FhirIdentifier[] {
  if (!db1 || (db1.code(2) !== "PT" && db1.code(2) !== "")) return [];
  const period = periodOf(db1.dateTime(5), db1.dateTime(6));
  return db1.identifiers(3).map((identifier) => ({ ...identifier, ...(period && { period }) }));
}

/** PID-3; of the fields that were there before it what it does not say. */
function listed(pid: FieldReader): FhirIdentifier[] {
  const list = pid.identifiers(3);
  const others = [...pid.identifiers(2), ...pid.identifiers(4)].filter(
    ({ system, value }) => !list.some((one) => one.value === value && (!system || one.system === system)),
  );
  return [...list, ...others];
}

function identifiersOf(pid: FieldReader): FhirIdentifier[] | undefined {
  return entries([...listed(pid), numbered(pid.text(19), "SS", socialSecurity), licenceOf(pid)]);
}

/** Kinds of numbers (table 0203) that name a patient for good, the best first. */
const lasting = ["MR", "PI", "PT", "MRN", "EPI", "PN"];

/** What identifies a patient at the sender: in the list of PID-3, or of MRG-1, which has the same. */
function patientIdentity(fields: readonly FhirIdentifier[][]): Identity | undefined {
  const all = fields.flat();
  const kindOf = (one: FhirIdentifier) => one.type?.coding?.[0]?.code ?? "";
  const best = lasting.map((kind) => all.find((one) => kindOf(one) === kind)).find(Boolean) ?? all[0];
  return best && [best.system, best.value];
}

/** The fields in which a patient's numbers stand. */
export function identityOfPatient(pid: FieldReader): Identity | undefined {
  const [list] = [3, 2, 4].map((field) => pid.identifiers(field)).filter((found) => found.length > 0);
  return list && patientIdentity([list]);
}

function addressesOf(pid: FieldReader): FhirAddress[] | undefined {
  const addresses = pid.addresses(11);
  const county = pid.text(12);
  if (county === undefined || addresses.some(({ district }) => district === county))
    return entries(addresses);
  const [only] = addresses;
  if (only && addresses.length === 1 && !only.district) return [{ ...only, district: county }];
  return [...addresses, { district: county }];
}

function maritalStatusOf(pid: FieldReader): FhirCodeableConcept | undefined {
  const code = meaningOf(maritalCodes, pid.code(16));
  const said = pid.concept(16, "0002");
  return code === undefined
    ? said
    : { ...said, coding: [{ system: maritalStatuses, code }, ...(said?.coding ?? [])] };
}

function deceasedOf(pid: FieldReader) {
  const deceasedDateTime = pid.dateTime(29);
  return deceasedDateTime ? { deceasedDateTime } : { deceasedBoolean: pid.flag(30) };
}

function multipleBirthOf(pid: FieldReader) {
  const multipleBirthInteger = pid.positive(25);
  if (multipleBirthInteger !== undefined) return { multipleBirthInteger };
  return { multipleBirthBoolean: pid.flag(24) };
}

/** When the birth is known to the hour, FHIR has that beside the day. */
function birthOf(pid: FieldReader) {
  const birthDate = pid.date(7);
  const time = pid.dateTime(7);
  if (!time?.includes("T")) return { birthDate };
  return { birthDate, _birthDate: { extension: [{ url: birthTimeUrl, valueDateTime: time }] } };
}

/** The language with the code that FHIR knows it by (BCP 47), where what is said is one of ISO 639. */
export function languageOf(said: FhirCodeableConcept | undefined): FhirCodeableConcept | undefined {
  const code = said?.coding?.[0]?.code;
  if (!said || !code || !/^[A-Za-z]{2,3}(-[A-Za-z]{2})?$/.test(code)) return said;
  const [canonical] = Intl.getCanonicalLocales(code);
  return { ...said, coding: [{ system: "urn:ietf:bcp:47", code: canonical }, ...(said.coding ?? [])] };
}

/** The patient of a PID segment, and of the PD1 and DB1 that go with it. */
export function patientFrom(pid: FieldReader, pd1?: FieldReader, db1?: FieldReader): FhirPatient {
  const language = languageOf(pid.concept(15));
  const patient = {
    extension: extensionsOf(pid, pd1),
    identifier: [...(identifiersOf(pid) ?? []), ...disabilityNumbers(db1)],
    name: [...pid.names(5), ...pid.names(9)],
    telecom: [...pid.contacts(13, "home"), ...pid.contacts(14, "work"), ...pid.contacts(40)],
    gender: genderOf(pid, 8),
    ...birthOf(pid),
    ...deceasedOf(pid),
    address: addressesOf(pid),
    maritalStatus: maritalStatusOf(pid),
    ...multipleBirthOf(pid),
    communication: language && [{ language, preferred: true }],
  };
  return { resourceType: "Patient", ...element(patient) };
}

/** The patient of a PID segment alone. */
export function patientOf(segment: Segment, sender: Sender): FhirPatient {
  return patientFrom(new FieldReader(segment, sender));
}

/** The elements of a patient that `""` deletes, by the fields that say so. */
export const patientClears: Readonly<Record<string, readonly number[]>> = {
  name: [5],
  gender: [8],
  birthDate: [7],
  address: [11],
  telecom: [13, 14],
  maritalStatus: [16],
  communication: [15],
  multipleBirthBoolean: [24],
  multipleBirthInteger: [25],
  deceasedDateTime: [29],
  deceasedBoolean: [30],
};
