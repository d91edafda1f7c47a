/** A patient record as a PID segment: what `to-fhir/patient.ts` reads, written. */
import type {
  PatientAddress,
  PatientData,
  PatientIdentifier,
  PatientName,
  PatientTelecom,
} from "@/lib/records/schema";
import { components, type Fields, type FieldValue, repetitions } from "./compose";

/** Whose numbers those are that name nobody. */
export const ownAuthority = "CARELANE";

const digitsOf = (date: string) => date.replaceAll(/[^\d]/g, "");

/** HD, of the URI by which FHIR names who gave an identifier. */
function authority(system: string | null): string[] {
  if (system === null || system.startsWith("urn:carelane:")) return [ownAuthority];
  if (system.startsWith("urn:oid:")) return ["", system.slice("urn:oid:".length), "ISO"];
  if (system.startsWith("urn:uuid:")) return ["", system.slice("urn:uuid:".length), "UUID"];
  return /^https?:/.test(system) ? ["", system, "URI"] : [decodeBlanks(system)];
}

// What reads a namespace for FHIR writes its blanks so.
function decodeBlanks(name: string): string {
  return name.replaceAll(/%(20|09)/g, (code) => decodeURIComponent(code));
}

function identifier({ system, value, type }: PatientIdentifier): FieldValue {
  return value === null
    ? undefined
    : components(value, undefined, undefined, authority(system), type ?? undefined);
}

/** Table 0200; an official name is what the field is for. */
const nameTypes: Readonly<Record<string, string>> = {
  usual: "D",
  maiden: "M",
  anonymous: "MSK",
  nickname: "N",
  temp: "TEMP",
  old: "BAD",
};

function name({ use, family, given, prefix, suffix, text }: PatientName): FieldValue {
  const [first, ...others] = given;
  return components(
    family ?? (first === undefined ? (text ?? undefined) : undefined),
    first,
    others.join(" ") || undefined,
    suffix.join(" ") || undefined,
    prefix.join(" ") || undefined,
    undefined,
    nameTypes[use ?? ""],
  );
}

/** Table 0190. */
const addressTypes: Readonly<Record<string, string>> = {
  home: "H",
  work: "B",
  temp: "C",
  old: "BA",
  billing: "BI",
};

function address({ use, lines, city, state, postalCode, country, text }: PatientAddress): FieldValue {
  const [street, ...others] = lines;
  return components(
    street ?? (city === null ? (text ?? undefined) : undefined),
    others.join(", ") || undefined,
    city ?? undefined,
    state ?? undefined,
    postalCode ?? undefined,
    country ?? undefined,
    addressTypes[use ?? ""],
  );
}

/** Tables 0201 and 0202. */
const telecomUses: Readonly<Record<string, string>> = { home: "PRN", work: "WPN", mobile: "PRS" };
const equipment: Readonly<Record<string, string>> = { phone: "PH", fax: "FX", pager: "BP" };

function telecom({ system, value, use }: PatientTelecom): FieldValue {
  if (value === null) return undefined;
  if (system === "email") return components(undefined, "NET", "Internet", value);
  if (use === null && (system === null || system === "phone")) return value;
  const kind = use === "mobile" ? "CP" : (equipment[system ?? "phone"] ?? "PH");
  return components(value, telecomUses[use ?? ""], kind);
}

const sexes = { male: "M", female: "F", other: "O", unknown: "U" } as const;

function listed(values: readonly FieldValue[]): FieldValue {
  const full = values.filter((value) => value !== undefined);
  return full.length === 0 ? undefined : repetitions(...full);
}

function deceased(said: PatientData["deceased"]): Fields {
  if (typeof said === "string") return { 29: digitsOf(said), 30: "Y" };
  return said === null ? {} : { 30: said ? "Y" : "N" };
}

/** The fields of PID. Identifiers with a kind come first: the first one is what a receiver knows the patient by. */
export function patientFields(patient: PatientData): Fields {
  const isWork = ({ use }: PatientTelecom) => use === "work";
  const byKind = patient.identifiers.toSorted(
    (one, other) => Number(one.type === null) - Number(other.type === null),
  );
  return {
    1: "1",
    3: listed(byKind.map(identifier)),
    5: listed(patient.names.map(name)),
    7: patient.dateOfBirth === null ? undefined : digitsOf(patient.dateOfBirth),
    8: patient.gender === null ? undefined : sexes[patient.gender],
    11: listed(patient.addresses.map(address)),
    13: listed(patient.telecoms.filter((one) => !isWork(one)).map(telecom)),
    14: listed(patient.telecoms.filter(isWork).map(telecom)),
    15: patient.language ?? undefined,
    ...deceased(patient.deceased),
  };
}
