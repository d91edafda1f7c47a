/** A generated person as an Epic Patient resource. */
import { identifierSystems } from "@/sandbox/epic/codes";
import type { JsonObject } from "@/sandbox/fhir/exact-json";
import type { Address, Person } from "@/sandbox/people/person";

const races = [
  ["2106-3", "White"],
  ["2054-5", "Black or African American"],
  ["2028-9", "Asian"],
  ["1002-5", "American Indian or Alaska Native"],
  ["2131-1", "Other Race"],
] as const;
const ethnicities = [
  ["2186-5", "Not Hispanic or Latino"],
  ["2135-2", "Hispanic or Latino"],
] as const;
const ombSystem = "urn:oid:2.16.840.1.113883.6.238";

export function patientRecord(id: string, person: Person): JsonObject {
  const isDead = person.deceased !== undefined;
  return {
    resourceType: "Patient",
    id,
    extension: extensionsOf(person),
    identifier: identifiersOf(id, person),
    active: true,
    name: namesOf(person),
    telecom: telecomOf(person),
    gender: person.gender,
    birthDate: person.birthDate,
    deceasedBoolean: person.deceased === true || !isDead ? isDead : undefined,
    deceasedDateTime: typeof person.deceased === "string" ? person.deceased : undefined,
    address: addressesOf(person),
    maritalStatus: { text: person.maritalStatus },
    communication: [
      {
        language: { coding: [{ system: "urn:ietf:bcp:47", code: person.language }], text: person.language },
        preferred: true,
      },
    ],
    managingOrganization: {
      reference: "Organization/enRyWnSP963FYDpoks4NHOA3",
      display: "Epic Hospital System",
    },
  };
}

function extensionsOf({ race, ethnicity, gender }: Person): JsonObject[] {
  return [
    ombExtension("us-core-race", races[race] ?? races[0]),
    ombExtension("us-core-ethnicity", ethnicities[ethnicity] ?? ethnicities[0]),
    {
      url: "http://open.epic.com/FHIR/StructureDefinition/extension/legal-sex",
      valueCodeableConcept: {
        coding: [{ system: "urn:oid:1.2.840.114350.1.13.0.1.7.10.698084.130.657370.19999000", code: gender }],
        text: gender,
      },
    },
    {
      url: "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex",
      valueCode: birthSexes[gender],
    },
  ];
}

const birthSexes = { female: "F", male: "M", other: "UNK", unknown: "UNK" } as const;

function ombExtension(name: string, [code, display]: readonly [string, string]): JsonObject {
  return {
    extension: [
      { url: "ombCategory", valueCoding: { system: ombSystem, code, display } },
      { url: "text", valueString: display },
    ],
    url: `http://hl7.org/fhir/us/core/StructureDefinition/${name}`,
  };
}

/** What is added to a person's number to make the numbers the site gives out. */
export const identifierOffsets = { mrn: 300_000, enterprise: 10_000, retired: 0 } as const;

/** The site's own numbers, of which every patient has one each. */
export function siteIdentifiers(id: string, number: number): JsonObject[] {
  const { mrn, enterprise, internal, fhir } = identifierSystems;
  return [
    {
      use: "usual",
      type: { text: "EPIC" },
      system: enterprise,
      value: `E${identifierOffsets.enterprise + number}`,
    },
    {
      use: "usual",
      type: { text: "EXTERNAL" },
      system: internal,
      value: `Z${identifierOffsets.enterprise + number}`,
    },
    { use: "usual", type: { text: "FHIR" }, system: fhir, value: id },
    { use: "usual", type: { text: "MRN" }, system: mrn, value: String(identifierOffsets.mrn + number) },
  ];
}

function identifiersOf(id: string, { number }: Person): JsonObject[] {
  const identifiers = siteIdentifiers(id, number);
  if (number % 7 === 0) {
    const retired = { use: "old", type: { text: "MRN" }, system: identifierSystems.mrn };
    identifiers.push({
      ...retired,
      value: `OLD-${identifierOffsets.retired + number}`,
      period: { end: "2019-12-31" },
    });
  }
  return identifiers;
}

function namesOf({ family, given, suffix, formerFamily, nickname }: Person): JsonObject[] {
  const text = [...given, family, suffix].filter((part) => part !== undefined).join(" ");
  const name = { text, family, given, suffix: suffix === undefined ? undefined : [suffix] };
  const names: JsonObject[] = [
    { use: "official", ...name },
    { use: "usual", ...name },
  ];
  if (formerFamily)
    names.push({ use: "old", text: `${given.join(" ")} ${formerFamily}`, family: formerFamily, given });
  if (nickname) names.push({ use: "nickname", given: [nickname] });
  return names;
}

function telecomOf({ phone, mobile, email }: Person): JsonObject[] | undefined {
  const telecom: JsonObject[] = [];
  if (phone) telecom.push({ system: "phone", value: phone, use: "home", rank: 1 });
  if (mobile) telecom.push({ system: "phone", value: mobile, use: "mobile" });
  if (email) telecom.push({ system: "email", value: email });
  return telecom.length > 0 ? telecom : undefined;
}

function addressesOf({ address, formerAddress }: Person): JsonObject[] | undefined {
  const addresses: JsonObject[] = [];
  if (address) addresses.push({ use: "home", ...postal(address) });
  if (formerAddress) {
    addresses.push({ use: "old", ...postal(formerAddress), period: { end: formerAddress.until } });
  }
  return addresses.length > 0 ? addresses : undefined;
}

function postal({ line, city, state, postalCode }: Address): JsonObject {
  return { line, city, state, postalCode, country: "US" };
}
