/** What eClinicalWorks lets a client search for (its CapabilityStatement). */
import type { SearchRule } from "@/sandbox/fhir/search-rules";

const pages = { usualCount: 20, mostCount: 100 };
const ofPatient = [["_id"], ["patient"]];

function rule(needs: string[][], also: string[] = []): SearchRule {
  return { needs, also, ...pages };
}

export const searchRules = new Map<string, SearchRule>([
  [
    "Patient",
    rule([["_id"], ["identifier"], ["name"], ["family"], ["given"], ["birthdate"], ["phone"]], ["gender"]),
  ],
  ["Practitioner", rule([["_id"], ["identifier"], ["name"]])],
  ["Location", rule([["_id"]])],
  [
    "Observation",
    rule(ofPatient, ["_since", "category", "code", "date", "encounter", "identifier", "status"]),
  ],
  ["Condition", rule(ofPatient, ["category", "encounter", "onset-date"])],
  ["Medication", rule([["_id"]])],
  [
    "MedicationRequest",
    rule(ofPatient, ["authoredon", "encounter", "intended-dispenser", "intent", "status"]),
  ],
  ["Encounter", rule(ofPatient, ["date", "location", "practitioner"])],
  ["DiagnosticReport", rule(ofPatient, ["category", "code", "date", "encounter", "status"])],
  ["DocumentReference", rule(ofPatient, ["category", "contenttype", "date", "encounter", "type"])],
  ["Binary", rule([["_id"]])],
  ["Group", rule([["_id"]])],
]);

export function inFhirsWords(filters: URLSearchParams): URLSearchParams {
  return new URLSearchParams(
    [...filters].map(([name, value]) => (name === "_since" ? ["_lastUpdated", `gt${value}`] : [name, value])),
  );
}
