/** Epic's Patient search: no filter over all patients but a weighted match on what a person would state. */
import { EpicRefusal } from "@/sandbox/epic/outcome";
import { type JsonObject, objectsIn, textIn } from "@/sandbox/fhir/exact-json";
import type { Holdings } from "@/sandbox/fhir/holdings";
import { bearsIdentifier } from "@/sandbox/fhir/search-match";
import { foldName, type Person } from "@/sandbox/people/person";

export const demographicParameters = [
  "identifier",
  "family",
  "given",
  "birthdate",
  "gender",
  "legal-sex",
  "telecom",
  "phone",
  "email",
];
/** Given and family name with the birth date, or with sex and a phone number or address, reach it; less does not. */
const threshold = 4;
const mostMatches = 100;
const needsDemographics = "This resource requires demographics or _id parameter for searching.";

/** Ids of the patients that match, or an EpicRefusal. */
export function matchingPatients(holdings: Holdings, criteria: URLSearchParams): string[] {
  const ids = criteria.get("_id");
  if (ids !== null) return ids.split(",").filter((id) => holdings.text("Patient", id) !== undefined);
  checkBirthdate(criteria);
  if (!demographicParameters.some((name) => criteria.get(name))) {
    throw new EpicRefusal(400, { code: 59100 }, { code: 59159, diagnostics: needsDemographics });
  }
  const matches = [...matchesOf(holdings, criteria)];
  if (matches.length > mostMatches) {
    throw new EpicRefusal(400, { code: 4127 }, { code: 59133, diagnostics: "More than 100 patients match." });
  }
  return matches;
}

function checkBirthdate(criteria: URLSearchParams): void {
  const dates = criteria.getAll("birthdate");
  if (dates.length === 0 || (dates.length === 1 && /^(eq)?\d{4}-\d{2}-\d{2}$/.test(dates[0] ?? ""))) return;
  throw new EpicRefusal(
    400,
    { code: 59111, diagnostics: "A single valid date is required for birthdate." },
    { code: 59159, diagnostics: needsDemographics },
  );
}

function* matchesOf(holdings: Holdings, criteria: URLSearchParams): Generator<string> {
  const identifier = criteria.get("identifier");
  const family = criteria.get("family");
  const given = criteria.get("given");
  if (identifier !== null) {
    const value = identifier.split("|").at(-1) ?? "";
    for (const id of holdings.patientsBearing(value)) {
      if (bearsIdentifier(patient(holdings, id), identifier)) yield id;
    }
    return;
  }
  // Without both names no sum of the rest reaches the threshold.
  if (family === null || given === null) return;
  const named = (person: Person) => mayBeNamed(person, foldName(family), foldName(given));
  for (const id of holdings.patientsWho(named)) {
    if (scoreOf(patient(holdings, id), { family, given }, criteria) >= threshold) yield id;
  }
}

function patient(holdings: Holdings, id: string): JsonObject {
  return JSON.parse(holdings.text("Patient", id) ?? "{}");
}

function scoreOf(
  resource: JsonObject,
  { family, given }: { family: string; given: string },
  criteria: URLSearchParams,
): number {
  if (!objectsIn(resource.name).some((name) => isNamed(name, family, given))) return 0;
  const birthdate = criteria.get("birthdate")?.replace("eq", "");
  if (birthdate !== undefined && birthdate !== resource.birthDate) return 0;
  const sex = criteria.get("legal-sex") ?? criteria.get("gender");
  const contact = criteria.get("telecom") ?? criteria.get("phone") ?? criteria.get("email");
  const points = [
    2,
    birthdate ? 2 : 0,
    sex === resource.gender ? 1 : 0,
    isReachedAt(resource, contact) ? 1 : 0,
  ];
  return points.reduce((sum, next) => sum + next, 0);
}

function mayBeNamed({ family, formerFamily, given }: Person, wanted: string, first: string): boolean {
  return (
    [family, formerFamily].some((own) => foldName(own ?? "") === wanted) &&
    given.some((own) => foldName(own).startsWith(first))
  );
}

function isNamed(name: JsonObject, family: string, given: string): boolean {
  const names = Array.isArray(name.given) ? name.given : [];
  return (
    foldName(textIn(name.family) ?? "") === foldName(family) &&
    names.some((own) => foldName(textIn(own) ?? "").startsWith(foldName(given)))
  );
}

function isReachedAt(resource: JsonObject, contact: string | null): boolean {
  if (!contact) return false;
  const wanted = bare(contact.split("|").at(-1) ?? "");
  return objectsIn(resource.telecom).some(({ value }) => bare(textIn(value) ?? "") === wanted);
}

/** A phone number or address without the signs people put between. */
function bare(contact: string): string {
  return contact.toLowerCase().replace(/[^\p{L}\d@]/gu, "");
}
