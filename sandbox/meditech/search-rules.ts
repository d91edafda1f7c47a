/** What MEDITECH's metadata lists for a search, and what the simulator insists on (README.md says how sure that is). */
import type { SearchRule, SearchRules } from "@/sandbox/fhir/search-rules";

const page = { usualCount: 20, mostCount: 100 };
const ofPatient = [["_id"], ["patient"]];
const byId: SearchRule = { needs: [["_id"]], also: [], ...page };

export const searchRules: SearchRules = new Map<string, SearchRule>([
  [
    "Patient",
    {
      needs: [["_id"], ["identifier"], ["name"], ["family"], ["birthdate"], ["email"], ["phone"]],
      also: ["gender"],
      ...page,
    },
  ],
  [
    "Practitioner",
    {
      needs: [["_id"], ["family"], ["given"], ["name"], ["identifier"], ["active"]],
      also: [],
      exclusive: [["family", "given"]],
      ...page,
    },
  ],
  ["Observation", { needs: ofPatient, also: ["category", "code", "date"], ...page }],
  [
    "Condition",
    {
      needs: ofPatient,
      also: ["category", "clinical-status", "code", "onset-date", "recorded-date"],
      ...page,
    },
  ],
  ["Medication", byId],
  [
    "MedicationRequest",
    {
      needs: ofPatient,
      also: ["intent", "status", "encounter", "authoredon"],
      beside: { encounter: "intent" },
      ...page,
    },
  ],
  [
    "Appointment",
    { needs: [...ofPatient, ["practitioner"], ["location"]], also: ["date", "status"], ...page },
  ],
  [
    "Encounter",
    { needs: [...ofPatient, ["identifier"]], also: ["date", "class", "type", "status"], ...page },
  ],
  ["DiagnosticReport", { needs: ofPatient, also: ["category", "code", "date"], ...page }],
  [
    "DocumentReference",
    { needs: ofPatient, also: ["type", "category", "date", "period", "status", "encounter"], ...page },
  ],
  ["Location", byId],
  ["Group", byId],
  ["Binary", byId],
]);

/** The dates of these types are compared, never equal. */
const compared: Record<string, string> = { Appointment: "date", MedicationRequest: "authoredon" };

/** What is wrong with a search that the table can not say. */
export function faultIn(type: string, query: URLSearchParams): string | undefined {
  const parameter = compared[type] ?? "";
  const isCompared = query.getAll(parameter).every((value) => /^(ge|gt|le|lt)/.test(value));
  return isCompared ? undefined : `${parameter} needs one of the prefixes ge, gt, le, lt.`;
}

/** A name is «Last,First». */
export function inFhirsWords(filters: URLSearchParams): URLSearchParams {
  const [family = "", given] = filters.get("name")?.split(",") ?? [];
  if (given === undefined) return filters;
  const words = new URLSearchParams(filters);
  words.delete("name");
  words.set("family", family.trim());
  if (given.trim() !== "") words.set("given", given.trim());
  return words;
}
