/** What Epic asks of a resource before it files it, and how it rewrites what it files. */
import { randomInt } from "node:crypto";
import { categoryOf, identifierSystems, ownCodingFor } from "@/sandbox/epic/codes";
import { EpicRefusal } from "@/sandbox/epic/outcome";
import { siteIdentifiers } from "@/sandbox/epic/patient-record";
import { matchingPatients } from "@/sandbox/epic/patient-search";
import { type JsonObject, type JsonValue, objectsIn, textIn } from "@/sandbox/fhir/exact-json";
import type { Holdings } from "@/sandbox/fhir/holdings";
import { measures } from "@/sandbox/people/readings";

/** A resource of one type becomes what Epic would store, or an EpicRefusal. */
type CreateRule = (resource: JsonObject, holdings: Holdings) => JsonObject;

export const createRules = new Map<string, CreateRule>([
  ["Patient", filedPatient],
  ["Observation", filedObservation],
  ["Condition", filedCondition],
  ["DocumentReference", filedDocument],
]);

export const updatableTypes = ["Observation", "DocumentReference", "DiagnosticReport"];

/** LOINC codes that this site has a flowsheet row for. */
const flowsheetRows = new Set(
  measures.filter(({ category }) => category === "vital-signs").map(({ code }) => code),
);

function filedPatient(resource: JsonObject, holdings: Holdings): JsonObject {
  const [name] = objectsIn(resource.name);
  const given = Array.isArray(name?.given) ? textIn(name.given[0]) : undefined;
  const family = textIn(name?.family);
  if (!name || !given || !family) throw missing("name");
  for (const element of ["gender", "birthDate"]) if (!resource[element]) throw missing(element);
  const demographics = { family, given, birthdate: textIn(resource.birthDate) ?? "" };
  if (matchingPatients(holdings, new URLSearchParams(demographics)).length > 0) {
    throw new EpicRefusal(400, { code: 59141 });
  }
  const telecom = objectsIn(resource.telecom);
  const kept = ["phone", "email"]
    .map((system) => telecom.find((contact) => contact.system === system))
    .filter((contact) => contact !== undefined);
  return {
    ...resource,
    meta: { security: [{ system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "HTEST" }] },
    identifier: [...siteIdentifiersOfNew(), ...objectsIn(resource.identifier).filter(isNoSsn)],
    name: [
      { ...name, use: "official" },
      { ...name, use: "usual" },
    ],
    telecom: kept.length > 0 ? kept : undefined,
    address: resource.address ? objectsIn(resource.address).map(normalisedAddress) : undefined,
  };
}

/** The id is not known before the record is filed, so a new patient's numbers hold none. */
function siteIdentifiersOfNew(): JsonObject[] {
  return siteIdentifiers("", randomInt(10_000_000, 99_999_999)).filter(({ value }) => value !== "");
}

function isNoSsn({ system }: JsonObject): boolean {
  return system !== identifierSystems.ssn && system !== "urn:oid:2.16.840.1.113883.4.1";
}

function normalisedAddress(address: JsonObject): JsonObject {
  const { line, city, country, postalCode } = address;
  return {
    ...address,
    line: Array.isArray(line) ? line.map((part) => textIn(part)?.toUpperCase() ?? part) : line,
    city: textIn(city)?.toUpperCase(),
    postalCode: textIn(postalCode)?.slice(0, 5),
    country: country === "US" || country === "USA" ? "United States of America" : country,
  };
}

function filedObservation(resource: JsonObject, holdings: Holdings): JsonObject {
  for (const element of ["status", "category", "code", "subject", "effectiveDateTime"]) {
    if (!resource[element]) throw missing(element);
  }
  if (!resource.valueQuantity && !resource.component) throw missing("value");
  checkPatient(resource, holdings);
  const codings = codingsOf(resource.code);
  const row = codings.find(
    ({ system, code }) => system === "http://loinc.org" && flowsheetRows.has(textIn(code) ?? ""),
  );
  if (!row || !codesOf(resource.category).includes("vital-signs"))
    throw new EpicRefusal(400, { code: 59188 });
  const display = textIn(row.display) ?? "";
  return {
    ...resource,
    category: [categoryOf("vital-signs")],
    code: { coding: [...codings, ownCodingFor(textIn(row.code) ?? "", display)], text: display },
    issued: new Date().toISOString(),
    performer: [{ display: "User Interconnect" }],
  };
}

function filedCondition(resource: JsonObject, holdings: Holdings): JsonObject {
  for (const element of ["category", "code", "subject"]) if (!resource[element]) throw missing(element);
  checkPatient(resource, holdings);
  if (!codesOf(resource.category).includes("problem-list-item")) {
    const diagnostics = "Only problem list items can be created.";
    throw new EpicRefusal(400, { code: 59159, diagnostics });
  }
  return { ...resource, recordedDate: new Date().toISOString().slice(0, 10) };
}

function filedDocument(resource: JsonObject, holdings: Holdings): JsonObject {
  for (const element of ["status", "type", "subject", "content"])
    if (!resource[element]) throw missing(element);
  checkPatient(resource, holdings);
  return contentByUrl(resource, holdings);
}

/** Moves inline attachments to Binary resources: Epic serves documents by a separate call. */
export function contentByUrl(resource: JsonObject, holdings: Holdings): JsonObject {
  const content = objectsIn(resource.content).map((part) => {
    const [attachment] = objectsIn(part.attachment);
    if (!attachment?.data) return part;
    const { data, ...rest } = attachment;
    const { id } = holdings.add({ resourceType: "Binary", contentType: rest.contentType, data });
    return { ...part, attachment: { ...rest, url: `Binary/${id}` } };
  });
  return { ...resource, content };
}

function checkPatient(resource: JsonObject, holdings: Holdings): void {
  const [subject] = objectsIn(resource.subject);
  const id = textIn(subject?.reference)?.split("/").at(-1) ?? "";
  if (holdings.text("Patient", id) === undefined)
    throw new EpicRefusal(400, { code: 59144, diagnostics: "subject" });
}

function codingsOf(concept: JsonValue | undefined): JsonObject[] {
  return objectsIn(concept).flatMap(({ coding }) => objectsIn(coding));
}

function codesOf(concept: JsonValue | undefined): string[] {
  return codingsOf(concept).map(({ code }) => textIn(code) ?? "");
}

function missing(element: string): EpicRefusal {
  return new EpicRefusal(400, { code: 59108, diagnostics: `Required ${element} missing` });
}
