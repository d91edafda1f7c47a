/** Patient between FHIR R4 and our record, both ways. Pure but for the clock, which says what has ended. */

import { z } from "zod";
import { now } from "@/lib/platform/clock";
import {
  genders,
  type PatientAddress,
  type PatientData,
  type PatientFacts,
  type PatientIdentifier,
  type PatientName,
  type PatientTelecom,
  partialDate,
  partialDateTime,
  type ShortFieldOptions,
  withShortFields,
} from "@/lib/records/schema";
import { codeOf } from "./coding";
import { parseElement, parseResource } from "./parse";
import { type FhirCodeableConcept, type FhirPatient, type FhirPeriod, patientResource } from "./types";

/** HL7 table 0203: MR medical record number, DL driver's licence, … */
const identifierTypes = "http://terminology.hl7.org/CodeSystem/v2-0203";
const languageTags = "urn:ietf:bcp:47";

const gender = z.string().trim().toLowerCase().pipe(z.enum(genders));

interface Used {
  readonly use?: string | null;
  readonly period?: FhirPeriod | null;
}

type ReadUse = (entry: Used) => string | null;

/**
 * How an entry is used as of `today`: one whose period has ended is «old», whatever it was. Periods are
 * compared as exactly as they are written; servers write years such as 9999 for «without end».
 */
function readUseAsOf(today: string): ReadUse {
  return ({ use, period }) => {
    const end = period?.end?.slice(0, 10) ?? "";
    const ended = end !== "" && end < today.slice(0, end.length);
    return ended && use !== "maiden" ? "old" : (use ?? null);
  };
}

function filled(parts: readonly (string | null)[] | null | undefined): string[] {
  return parts?.flatMap((part) => part || []) ?? [];
}

function namesFrom({ name }: FhirPatient, readUse: ReadUse): PatientName[] {
  return (name ?? []).map((entry) => ({
    use: readUse(entry),
    family: entry.family ?? null,
    given: filled(entry.given),
    prefix: filled(entry.prefix),
    suffix: filled(entry.suffix),
    text: entry.text ?? null,
  }));
}

function identifiersFrom({ identifier }: FhirPatient, readUse: ReadUse): PatientIdentifier[] {
  return (identifier ?? []).map((entry) => ({
    system: entry.system ?? null,
    value: entry.value ?? null,
    type: entry.type ? codeOf(entry.type, identifierTypes) : null,
    use: readUse(entry),
  }));
}

function telecomsFrom({ telecom }: FhirPatient, readUse: ReadUse): PatientTelecom[] {
  return (telecom ?? []).map((entry) => ({
    system: entry.system ?? null,
    value: entry.value ?? null,
    use: readUse(entry),
    rank: entry.rank ?? null,
  }));
}

function addressesFrom({ address }: FhirPatient, readUse: ReadUse): PatientAddress[] {
  return (address ?? []).map((entry) => ({
    use: readUse(entry),
    lines: filled(entry.line),
    city: entry.city ?? null,
    state: entry.state ?? null,
    postalCode: entry.postalCode ?? null,
    country: entry.country ?? null,
    text: entry.text ?? null,
  }));
}

function languageFrom({ communication }: FhirPatient): string | null {
  const spoken = communication?.find(({ preferred }) => preferred) ?? communication?.[0];
  return spoken?.language ? codeOf(spoken.language, languageTags) : null;
}

/** Our record of a FHIR Patient. Throws `mapping_failed` naming the elements that do not follow FHIR. */
export function patientFromFhir(resource: unknown, options: ShortFieldOptions = {}): PatientData {
  const patient = parseResource(patientResource, resource);
  const readUse = readUseAsOf(now().toISOString());
  const deceasedAt = parseElement(partialDateTime, patient.deceasedDateTime, "deceasedDateTime");
  const facts: PatientFacts = {
    dateOfBirth: parseElement(partialDate, patient.birthDate, "birthDate"),
    gender: parseElement(gender, patient.gender, "gender"),
    deceased: deceasedAt ?? patient.deceasedBoolean ?? null,
    language: languageFrom(patient),
    active: patient.active ?? null,
    names: namesFrom(patient, readUse),
    identifiers: identifiersFrom(patient, readUse),
    telecoms: telecomsFrom(patient, readUse),
    addresses: addressesFrom(patient, readUse),
  };
  return withShortFields(facts, options);
}

type FhirJson = Record<string, unknown>;

/** An element without its empty parts, which FHIR forbids. */
function compact(element: FhirJson): FhirJson {
  return Object.fromEntries(
    Object.entries(element).filter(
      ([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

function concept(
  system: string,
  isCode: (code: string) => boolean,
  value: string | null,
): FhirCodeableConcept | null {
  if (value === null) return null;
  return isCode(value) ? { coding: [{ system, code: value }] } : { text: value };
}

const isIdentifierType = (type: string) => /^[A-Z]{2,5}$/.test(type);
const isLanguageTag = (tag: string) => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag);

export interface PatientToFhirOptions {
  /** The resource's id, where it has one already. */
  readonly id?: string;
}

/** The FHIR Patient of our record. */
export function patientToFhir(data: PatientData, { id }: PatientToFhirOptions = {}): FhirJson {
  const language = concept(languageTags, isLanguageTag, data.language);
  return compact({
    resourceType: "Patient",
    id,
    identifier: data.identifiers.map(({ use, type, system, value }) =>
      compact({ use, type: concept(identifierTypes, isIdentifierType, type), system, value }),
    ),
    active: data.active,
    name: data.names.map(({ use, text, family, given, prefix, suffix }) =>
      compact({ use, text, family, given, prefix, suffix }),
    ),
    telecom: data.telecoms.map(({ system, value, use, rank }) => compact({ system, value, use, rank })),
    gender: data.gender,
    birthDate: data.dateOfBirth,
    [typeof data.deceased === "string" ? "deceasedDateTime" : "deceasedBoolean"]: data.deceased,
    address: data.addresses.map(({ lines, ...address }) => compact({ ...address, line: lines })),
    communication: language ? [{ language, preferred: true }] : [],
  });
}
