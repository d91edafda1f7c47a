/** Patient as PID, MRG and NK1: what `to-fhir/patient.ts` reads. */
import { birthTimeUrl, type FhirIdentifier } from "@/lib/fhir";
import type { FieldValue } from "../compose";
import { tableSystem } from "../to-fhir/coding-systems";
import {
  each,
  inOwnTerms,
  kindOf,
  writeAddress,
  writeConcept,
  writeContact,
  writeIdentifier,
  writeName,
} from "./data-types";
import { extended } from "./extensions";
import { writeTime } from "./moments";
import { ownNumber } from "./order-numbers";
import type { Parts } from "./parts";
import { isPerson, type Related } from "./related";
import type { SegmentRules } from "./segment";

type Patient = Parts<"Patient">;

const core = "http://hl7.org/fhir/StructureDefinition/patient-";
const usCore = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";

/** Table 0001. */
const sexes: Readonly<Record<string, string>> = { male: "M", female: "F", other: "O", unknown: "U" };

const sexOf = ({ gender }: { readonly gender?: string | null }) => sexes[gender ?? ""];

const maritalStatuses = "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus";
/** Table 0002, of FHIR's codes. */
const maritalCodes: Readonly<Record<string, string>> = {
  L: "A",
  C: "C",
  D: "D",
  I: "I",
  M: "M",
  T: "P",
  S: "S",
  W: "W",
};

/** What was said in the terms of HL7 v2 comes first; FHIR's own code stands in where nothing was. */
function maritalStatus({ maritalStatus: status }: Patient): FieldValue {
  const said = inOwnTerms(status, maritalStatuses);
  const [first] = status?.coding ?? [];
  const code = maritalCodes[first?.code ?? ""];
  if (said || !code) return writeConcept(said ?? status);
  return writeConcept({ text: status?.text, coding: [{ ...first, system: tableSystem("0002"), code }] });
}

/** US Core's race and ethnicity: each category a coding; words where there is none. */
function categories(patient: Patient, name: string): FieldValue {
  const said = extended(patient, `${usCore}${name}`)?.extension ?? [];
  const codings = said.flatMap(({ valueCoding }) => (valueCoding ? [valueCoding] : []));
  const text = said.find(({ url }) => url === "text")?.valueString;
  if (codings.length > 1) return each(codings, (coding) => writeConcept({ coding: [coding] }));
  return writeConcept({ coding: codings, text });
}

/** Countries, each in an extension of its own. */
function countries({ extension }: Patient, name: string): FieldValue {
  const said = extension?.filter(({ url }) => url === `${core}${name}`) ?? [];
  return each(said, (one) =>
    writeConcept(one.extension?.find(({ url }) => url === "code")?.valueCodeableConcept),
  );
}

/** What kind of animal the patient is. */
function animal(patient: Patient, part: "species" | "breed"): FieldValue {
  const said = extended(patient, `${core}animal`)?.extension?.find(({ url }) => url === part);
  return writeConcept(said?.valueCodeableConcept);
}

/** FHIR has no extension for it; the table itself stands for one. */
const veteranStatus = tableSystem("0172");

function birth({ birthDate, _birthDate }: Patient): FieldValue {
  const time = _birthDate && extended(_birthDate, birthTimeUrl)?.valueDateTime;
  return writeTime(time ?? birthDate);
}

const languageTags = "urn:ietf:bcp:47";

function language({ communication }: Patient): FieldValue {
  const spoken = communication?.find(({ preferred }) => preferred) ?? communication?.[0];
  return writeConcept(inOwnTerms(spoken?.language, languageTags) ?? spoken?.language);
}

const yesOrNo = (said: boolean | null | undefined) => (said == null ? undefined : said ? "Y" : "N");

/** Kinds (table 0203) of numbers that name a patient for good. */
const lasting: readonly (string | undefined)[] = ["MR", "PI", "PT", "EPI", "PN"];

interface Used {
  readonly use?: string | null;
}

const isOld = ({ use }: Used) => use === "old";

/** A patient without any number is known by the id; what was a number once could be another's now. */
function numbersOf(patient: Patient): FhirIdentifier[] {
  const valued = patient.identifier?.filter((one) => one.value && !isOld(one)) ?? [];
  const own = ownNumber(patient);
  return valued.length === 0 && own ? [{ ...own, type: { text: "PI" } }] : valued;
}

/** Lasting identifiers come first: the first one is what a receiver knows the patient by. */
function identifiers(patient: Patient): FieldValue {
  const isPassing = (one: FhirIdentifier) => Number(!lasting.includes(kindOf(one)));
  return each(
    numbersOf(patient).toSorted((one, other) => isPassing(one) - isPassing(other)),
    writeIdentifier,
  );
}

/** XTN has no word for where somebody cannot be reached any more. */
function telecoms(patient: Patient, isWork: boolean): FieldValue {
  const current = patient.telecom?.filter((one) => !isOld(one));
  return each(
    current?.filter(({ use }) => (use === "work") === isWork),
    writeContact,
  );
}

/** The legal name comes first, those that are not in use last: many read the first alone. */
const nameOrder = (one: Used) => (one.use === "official" ? 0 : isOld(one) || one.use === "maiden" ? 2 : 1);

function names({ name }: Patient): FieldValue {
  return each(
    name?.toSorted((one, other) => nameOrder(one) - nameOrder(other)),
    writeName,
  );
}

function addresses({ address }: Patient): FieldValue {
  return each(
    address?.toSorted((one, other) => Number(isOld(one)) - Number(isOld(other))),
    writeAddress,
  );
}

export const pid: SegmentRules<Patient> = {
  3: ["identifier", identifiers],
  5: ["name", names],
  6: ["extension", (patient) => extended(patient, `${core}mothersMaidenName`)?.valueString],
  7: ["birthDate", birth],
  8: ["gender", sexOf],
  10: ["extension", (patient) => categories(patient, "race")],
  11: ["address", addresses],
  13: ["telecom", (patient) => telecoms(patient, false)],
  14: ["telecom", (patient) => telecoms(patient, true)],
  15: ["communication", language],
  16: ["maritalStatus", maritalStatus],
  17: ["extension", (patient) => writeConcept(extended(patient, `${core}religion`)?.valueCodeableConcept)],
  22: ["extension", (patient) => categories(patient, "ethnicity")],
  23: ["extension", (patient) => extended(patient, `${core}birthPlace`)?.valueAddress?.text],
  24: [
    "multipleBirthBoolean",
    ({ multipleBirthBoolean, multipleBirthInteger }) =>
      multipleBirthInteger ? "Y" : yesOrNo(multipleBirthBoolean),
  ],
  25: ["multipleBirthInteger", ({ multipleBirthInteger }) => multipleBirthInteger?.toString()],
  26: ["extension", (patient) => countries(patient, "citizenship")],
  27: ["extension", (patient) => writeConcept(extended(patient, veteranStatus)?.valueCodeableConcept)],
  28: ["extension", (patient) => countries(patient, "nationality")],
  29: ["deceasedDateTime", ({ deceasedDateTime }) => writeTime(deceasedDateTime)],
  35: ["extension", (patient) => animal(patient, "species")],
  36: ["extension", (patient) => animal(patient, "breed")],
  30: [
    "deceasedBoolean",
    ({ deceasedBoolean, deceasedDateTime }) => (deceasedDateTime ? "Y" : yesOrNo(deceasedBoolean)),
  ],
};

interface Doctors {
  readonly patient: Patient;
  readonly related: Related;
}

/** PD1: who looks after the patient. Its field of persons was withdrawn with 2.7, and is still the one that is read. */
export const pd1: SegmentRules<Doctors> = {
  3: [
    "generalPractitioner",
    ({ patient, related }) =>
      each(
        patient.generalPractitioner?.filter((one) => !isPerson(one)),
        (one) => related.organization(one),
      ),
  ],
  4: [
    "generalPractitioner",
    ({ patient, related }) =>
      each(patient.generalPractitioner?.filter(isPerson), (one) => related.person(one)),
  ],
  6: [
    "extension",
    ({ patient }) => writeConcept(extended(patient, `${core}disability`)?.valueCodeableConcept),
  ],
  14: ["extension", ({ patient }) => extended(patient, `${core}congregation`)?.valueString],
};

/** The patient who is no more. */
export const mrg: SegmentRules<Patient> = {
  1: ["identifier", identifiers],
  7: ["name", names],
};

type Associate = Parts<"RelatedPerson">;

/** Those whom the patient's own resource names. */
export function associatesOf({ contact }: Patient): Associate[] {
  return (contact ?? []).map(({ name, address, ...others }) => ({
    ...others,
    resourceType: "RelatedPerson",
    name: name && [name],
    address: address && [address],
  }));
}

/** Who belongs to the patient. */
export const nk1: SegmentRules<Associate> = {
  2: ["name", ({ name }) => each(name, writeName)],
  3: ["relationship", ({ relationship }) => writeConcept(relationship?.[0])],
  4: ["address", ({ address }) => each(address, writeAddress)],
  5: ["telecom", ({ telecom }) => each(telecom, writeContact)],
  7: ["relationship", ({ relationship }) => writeConcept(relationship?.[1])],
  8: ["period", ({ period }) => writeTime(period?.start)],
  9: ["period", ({ period }) => writeTime(period?.end)],
  15: ["gender", sexOf],
  16: ["birthDate", ({ birthDate }) => writeTime(birthDate)],
  33: ["identifier", ({ identifier }) => each(identifier, writeIdentifier)],
};
