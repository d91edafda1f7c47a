/** PID as a Patient (v2-to-FHIR implementation guide, segment map PID[Patient]). */
import type { FhirCodeableConcept, FhirContactPoint, FhirIdentifier, FhirPatient } from "@/lib/fhir";
import type { Repetition } from "../repetition";
import type { Segment } from "../segment";
import { tableSystem } from "./coding-systems";
import { addressOf, conceptOf, contactPointOf, humanNameOf, identifierOf, type Sender } from "./data-types";
import { element, entries } from "./elements";
import { fhirDate, fhirDateTime } from "./moments";

interface Extension {
  readonly url: string;
  readonly valueString?: string;
  readonly valueCodeableConcept?: FhirCodeableConcept;
  readonly valueAddress?: { readonly text: string };
}

const core = "http://hl7.org/fhir/StructureDefinition/patient-";

/** Table 0001. */
const genders: Readonly<Record<string, string>> = {
  F: "female",
  M: "male",
  O: "other",
  A: "other",
  N: "other",
  X: "other",
  U: "unknown",
};

const maritalStatuses = "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus";
/** Table 0002, as far as FHIR has the same. */
const maritalCodes: Readonly<Record<string, string>> = {
  A: "L",
  C: "C",
  D: "D",
  I: "I",
  M: "M",
  P: "T",
  S: "S",
  W: "W",
};

function each<Element>(
  pid: Segment,
  field: number,
  read: (value: Repetition) => Element | undefined,
): (Element | undefined)[] {
  return pid.repetitions(field).map(read);
}

/** A number that stands in a field of its own, so that the field says its kind. */
function numbered(value: string | undefined, type: string, system?: string): FhirIdentifier | undefined {
  if (value === undefined) return undefined;
  return element({ type: { coding: [{ system: tableSystem("0203"), code: type }] }, system, value });
}

function identifiersOf(pid: Segment, sender: Sender): FhirIdentifier[] | undefined {
  const read = (value: Repetition) => identifierOf(value, sender);
  return entries([
    ...each(pid, 3, read),
    ...each(pid, 2, read),
    ...each(pid, 4, read),
    numbered(pid.text(19), "SS", "http://hl7.org/fhir/sid/us-ssn"),
    numbered(pid.text(20), "DL"),
  ]);
}

function telecomsOf(pid: Segment, sender: Sender): FhirContactPoint[] | undefined {
  const at = (field: number, use?: string) =>
    each(pid, field, (value) => {
      const contact = contactPointOf(value, sender);
      return contact && element({ ...contact, use: contact.use ?? (value.text(2) ? undefined : use) });
    });
  return entries([...at(13, "home"), ...at(14, "work"), ...at(40)]);
}

function concept(pid: Segment, field: number, table?: string): FhirCodeableConcept | undefined {
  const [first] = pid.repetitions(field);
  return first && conceptOf(first, table);
}

function maritalStatusOf(pid: Segment): FhirCodeableConcept | undefined {
  const code = maritalCodes[pid.text(16) ?? ""];
  const said = concept(pid, 16, "0002");
  return code === undefined
    ? said
    : { ...said, coding: [{ system: maritalStatuses, code }, ...(said?.coding ?? [])] };
}

function deceasedOf(pid: Segment, { timeZone }: Sender) {
  const deceasedDateTime = fhirDateTime(pid.text(29), timeZone);
  if (deceasedDateTime) return { deceasedDateTime };
  const said = pid.text(30)?.toUpperCase();
  return said === "Y" || said === "N" ? { deceasedBoolean: said === "Y" } : {};
}

function multipleBirthOf(pid: Segment) {
  const order = Number(pid.text(25));
  if (Number.isInteger(order) && order > 0) return { multipleBirthInteger: order };
  const said = pid.text(24)?.toUpperCase();
  return said === "Y" || said === "N" ? { multipleBirthBoolean: said === "Y" } : {};
}

function extensionsOf(pid: Segment): Extension[] | undefined {
  const mother = pid.text(6);
  const religion = concept(pid, 17, "0006");
  const birthPlace = pid.text(23);
  return entries<Extension>([
    mother ? { url: `${core}mothersMaidenName`, valueString: mother } : undefined,
    religion ? { url: `${core}religion`, valueCodeableConcept: religion } : undefined,
    birthPlace ? { url: `${core}birthPlace`, valueAddress: { text: birthPlace } } : undefined,
  ]);
}

/** When the birth is known to the hour, FHIR has that beside the day. */
function birthOf(pid: Segment, { timeZone }: Sender) {
  const birthDate = fhirDate(pid.text(7));
  const time = fhirDateTime(pid.text(7), timeZone);
  if (!time?.includes("T")) return { birthDate };
  return { birthDate, _birthDate: { extension: [{ url: `${core}birthTime`, valueDateTime: time }] } };
}

/** The patient of a PID segment. */
export function patientOf(pid: Segment, sender: Sender): FhirPatient {
  const language = concept(pid, 15);
  const name = (value: Repetition) => humanNameOf(value, sender);
  const patient = {
    extension: extensionsOf(pid),
    identifier: identifiersOf(pid, sender),
    name: entries([...each(pid, 5, name), ...each(pid, 9, name)]),
    telecom: telecomsOf(pid, sender),
    gender: genders[pid.text(8)?.toUpperCase() ?? ""],
    ...birthOf(pid, sender),
    ...deceasedOf(pid, sender),
    address: entries(each(pid, 11, (value) => addressOf(value, sender))),
    maritalStatus: maritalStatusOf(pid),
    ...multipleBirthOf(pid),
    communication: language && [{ language, preferred: true }],
  };
  return { resourceType: "Patient", ...element(patient) };
}
