/** What the simulated Veradigm takes in a search: its documentation of searching, and for each type what US Core 3.1.1 asks. */
import type { SearchRule, SearchRules } from "@/sandbox/fhir/search-rules";

const page = { usualCount: 50, mostCount: 100 };
const ofPatient = [["_id"], ["patient"]];
const byId: SearchRule = { needs: [["_id"]], also: ["_lastUpdated"], ...page };

export const searchRules: SearchRules = new Map<string, SearchRule>([
  [
    "Patient",
    {
      needs: [["_id"], ["identifier"], ["name"], ["family"], ["birthdate"], ["_lastUpdated"]],
      also: ["given", "gender"],
      ...page,
    },
  ],
  ["Practitioner", { needs: [["_id"], ["identifier"], ["name"], ["_lastUpdated"]], also: [], ...page }],
  ["Observation", charted("category", "code", "date", "status")],
  ["Condition", charted("category", "clinical-status", "onset-date", "code")],
  ["Medication", byId],
  ["MedicationRequest", charted("status", "intent", "encounter", "authoredon")],
  ["Encounter", charted("date", "class", "type", "status", "identifier")],
  ["DiagnosticReport", charted("status", "category", "code", "date")],
  ["DocumentReference", charted("status", "type", "category", "date", "period")],
  ["Location", byId],
  ["Group", byId],
  ["Binary", byId],
]);

function charted(...also: string[]): SearchRule {
  return { needs: ofPatient, also: ["_lastUpdated", ...also], ...page };
}

const dates = ["_lastUpdated", "date", "period", "birthdate", "onset-date", "authoredon"];
const date = /^(eq|gt|ge|lt|le)?\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?)?)?$/;

/** The first value that is no date as Veradigm takes them: a time has hours, minutes and a zone. */
export function faultIn(query: URLSearchParams): string | undefined {
  const values = dates.flatMap((name) => query.getAll(name)).flatMap((value) => value.split(","));
  const wrong = values.find((value) => !date.test(value));
  return wrong === undefined ? undefined : `${wrong} is no date: a time needs hours, minutes and a zone.`;
}
