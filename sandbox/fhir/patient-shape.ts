/** A generated person as a Patient in the shape that US Core gives it. */
import type { JsonObject } from "@/sandbox/fhir/exact-json";
import type { Dialect } from "@/sandbox/fhir/generated-charts";
import type { Person } from "@/sandbox/people/person";

/** Patients whose one identifier is a record number of the site's, counted from `first`. */
export function numberedPatients(system: string, first: number): Pick<Dialect, "patient" | "numbersIn"> {
  const coding = { system: "http://terminology.hl7.org/CodeSystem/v2-0203", code: "MR" };
  const type = { coding: [coding], text: "Medical Record Number" };
  return {
    patient: (id, person) =>
      patientShape(id, person, [{ use: "usual", type, system, value: String(first + person.number) }]),
    numbersIn: (identifier) => [Number(identifier) - first],
  };
}

export function patientShape(id: string, person: Person, identifier: JsonObject[]): JsonObject {
  const { given, family, suffix, formerFamily, gender, birthDate, deceased } = person;
  const text = [[family, suffix].filter(Boolean).join(" "), given.join(" ")].filter(Boolean).join(", ");
  const name = { use: "official", text, family, given, suffix: suffix === undefined ? undefined : [suffix] };
  const former = { use: "old", text: `${formerFamily}, ${given.join(" ")}`, family: formerFamily, given };
  return {
    resourceType: "Patient",
    id,
    identifier,
    active: true,
    name: formerFamily === undefined ? [name] : [name, former],
    telecom: telecomOf(person),
    gender,
    birthDate,
    deceasedBoolean: typeof deceased === "string" ? undefined : deceased === true,
    deceasedDateTime: typeof deceased === "string" ? deceased.replace("Z", ".000Z") : undefined,
    address: addressOf(person),
    maritalStatus: { text: person.maritalStatus },
    communication: [{ language: { text: person.language }, preferred: true }],
  };
}

function telecomOf({ phone, mobile, email }: Person): JsonObject[] | undefined {
  const telecom = [
    { system: "phone", value: phone, use: "home" },
    { system: "phone", value: mobile, use: "mobile" },
    { system: "email", value: email, use: "home" },
  ].filter(({ value }) => value !== undefined);
  return telecom.length > 0 ? telecom : undefined;
}

function addressOf({ address }: Person): JsonObject[] | undefined {
  if (!address) return undefined;
  const { line, city, state, postalCode } = address;
  const text = [...line, `${city}, ${state} ${postalCode}`, "US"].join("\n");
  return [{ use: "home", text, line, city, state, postalCode, country: "US" }];
}
