/** What athenahealth lets a client search for, and the combinations it insists on (its CapabilityStatement). */
import { fhirReply } from "@/sandbox/fhir/fhir-reply";
import { Refusal, refusalOf } from "@/sandbox/fhir/refusal";
import type { SearchRule, SearchWords } from "@/sandbox/fhir/search-rules";
import { jsonReply } from "@/sandbox/framework/reply";

/** The practice of the vendor's preview environment. */
export const practiceId = "195900";
const practice = `Organization/a-1.Practice-${practiceId}`;

/** They narrow every search to a part of the vendor's customers. */
const ownParameters = [
  "ah-practice",
  "ah-brand",
  "ah-department",
  "ah-provider-group",
  "ah-chart-sharing-group",
  "_security",
];
const pages = { usualCount: 20, mostCount: 100 };

function rule(needs: string[][], also: string[] = []): SearchRule {
  return { needs, also: [...also, ...ownParameters], ...pages };
}

const ofPatient = [["patient"], ["_id"]];

export const searchRules = new Map<string, SearchRule>([
  [
    "Patient",
    rule(
      [["_id"], ["identifier"], ["name"], ["family", "birthdate"], ["family", "gender"], ["family", "given"]],
      ["_lastUpdated"],
    ),
  ],
  ["Practitioner", rule([["_id"], ["identifier", "ah-practice"]])],
  ["Location", rule([["_id"]])],
  ["Observation", rule(ofPatient, ["category", "code", "date", "_lastUpdated"])],
  ["Condition", rule([["patient"], ["encounter"], ["_id"]], ["category", "clinical-status", "_lastUpdated"])],
  ["Medication", rule([["_id"]])],
  ["MedicationRequest", rule([["patient", "intent"], ["_id"]], ["status", "_lastUpdated"])],
  ["Appointment", rule([["_id"], ["_query", "base-appointment-id"], ["_query", "group-appointment-id"]])],
  ["Encounter", rule(ofPatient, ["date", "_lastUpdated"])],
  ["DiagnosticReport", rule(ofPatient, ["category", "code", "date", "_lastUpdated"])],
  ["DocumentReference", rule(ofPatient, ["category", "type", "date", "_lastUpdated"])],
  ["Binary", rule([["_id"]])],
  ["Group", rule([["_id"]])],
]);

export const words: SearchWords = {
  unknown: (name) => refusalOf(400, "invalid", `Unknown search parameter ${name}.`),
  missing: (needs) => {
    const choices = needs.map((group) => `[${group.join(",")}]`).join(",");
    const text = `Required search parameters are missing: one of [${choices}].`;
    const issue = [{ severity: "fatal", code: "forbidden", details: { text } }];
    return new Refusal(fhirReply(403, { resourceType: "OperationOutcome", issue }));
  },
  unfit: (text) => refusalOf(400, "invalid", text),
};

/** A search by what people share has to name the practice; ids name it themselves. */
export function checkPractice(type: string, query: URLSearchParams): void {
  const named = query.get("ah-practice");
  if (named === null && type === "Patient" && !query.has("_id")) {
    throw new Refusal(jsonReply(400, { details: "Could not determine practice from the request." }));
  }
  if (named !== null && named !== practice) {
    throw refusalOf(403, "forbidden", "The application has no access to the practice.");
  }
  const moment = query.getAll("_lastUpdated").find((value) => !/^[a-z]{0,2}\d{4}-\d{2}-\d{2}$/.test(value));
  if (moment !== undefined) throw refusalOf(400, "invalid", "_lastUpdated is a day: YYYY-MM-DD.");
}

/** The named queries of appointments find groups, of which the simulated practice has none. */
export function inFhirsWords(filters: URLSearchParams): URLSearchParams {
  if (filters.has("_query")) return new URLSearchParams({ _id: "none" });
  return new URLSearchParams([...filters].filter(([name]) => !ownParameters.includes(name)));
}
