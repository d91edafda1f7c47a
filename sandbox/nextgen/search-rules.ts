/** What NextGen's metadata lists for a search, and what the simulator insists on (README.md says how sure that is). */
import type { SearchRule, SearchRules } from "@/sandbox/fhir/search-rules";

const page = { usualCount: 50, mostCount: 200 };
const byId: SearchRule = { needs: [["_id"]], also: [], ...page };
const common: [string, SearchRule][] = [
  ["Location", byId],
  ["Group", byId],
  ["Binary", byId],
];

export const enterpriseRules: SearchRules = new Map<string, SearchRule>([
  [
    "Patient",
    {
      needs: [
        ["_id"],
        ["identifier"],
        ["name"],
        ["given"],
        ["family"],
        ["address"],
        ["address-city"],
        ["address-postalcode"],
        ["birthdate"],
        ["_lastUpdated"],
      ],
      also: ["gender"],
      ...page,
    },
  ],
  ["Practitioner", { needs: [["_id"], ["name"], ["identifier"], ["_lastUpdated"]], also: [], ...page }],
  ["Observation", ofEnterprise("category", "code", "date", "status")],
  ["Condition", ofEnterprise("category", "onset-date", "clinical-status")],
  ["MedicationRequest", ofEnterprise("status", "intent", "authoredon")],
  ["Encounter", ofEnterprise("date")],
  ["DiagnosticReport", ofEnterprise("category", "code", "date")],
  ["DocumentReference", ofEnterprise("type", "date", "category")],
  ...common,
]);

export const officeRules: SearchRules = new Map<string, SearchRule>([
  ["Patient", { needs: [["_id"], ["identifier"], ["name"], ["birthdate"]], also: ["gender"], ...page }],
  ["Practitioner", byId],
  ["Observation", ofOffice("category", "code", "date")],
  ["Condition", ofOffice("category", "date")],
  ["MedicationRequest", ofOffice("date", "intent", "status")],
  ["Encounter", ofOffice("_id", "date")],
  ["DiagnosticReport", ofOffice("category", "code", "date")],
  ["DocumentReference", ofOffice("_id", "category", "date", "status", "type")],
  ...common,
]);

function ofEnterprise(...also: string[]): SearchRule {
  return { needs: [["_id"], ["patient"], ["_lastUpdated"]], also, ...page };
}

function ofOffice(...also: string[]): SearchRule {
  return { needs: [["patient"]], also, ...page };
}
