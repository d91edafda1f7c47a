/** Judges the parameters of a search by Epic's rules before anything is looked up. */
import { observationCategories } from "@/sandbox/epic/codes";
import { EpicRefusal, type Issue } from "@/sandbox/epic/outcome";
import { demographicParameters } from "@/sandbox/epic/patient-search";
import { commonParameters, searchRules } from "@/sandbox/epic/search-parameters";
import type { Holdings } from "@/sandbox/fhir/holdings";

/** A search that Epic accepts. */
export interface Criteria {
  /** Parameters that pick the results. */
  native: URLSearchParams;
  /** Parameters applied page by page. */
  postFilters: URLSearchParams;
  count: number;
  isCountOnly: boolean;
  /** What the answer has to warn of. */
  warnings: Issue[];
}

const largestPage = 1_000;
const dateParameters = ["date", "issued", "_lastUpdated"];

export function judged(type: string, query: URLSearchParams, holdings: Holdings): Criteria {
  const rules = searchRules.get(type) ?? { native: [], needs: [] };
  const natives = type === "Patient" ? demographicParameters : rules.native;
  const native = new URLSearchParams();
  const postFilters = new URLSearchParams();
  const warnings: Issue[] = [];
  for (const [name, value] of query) {
    if (name === "_id" || natives.includes(name)) native.append(name, value);
    else if (rules.postFilters?.includes(name)) postFilters.append(name, value);
    else if (!commonParameters.includes(name)) warnings.push(ignored(name));
  }
  const count = countOf(query);
  const criteria = { native, postFilters, count, isCountOnly: query.get("_summary") === "count", warnings };
  if (type === "Patient") return criteria;
  if (native.has("_id"))
    return { ...criteria, native: only(native, "_id"), postFilters: new URLSearchParams() };
  checkNeeds(type, rules.needs, native);
  checkPatient(native, holdings);
  checkValues(type, native, postFilters);
  return { ...criteria, native: withoutIdle(type, native) };
}

function ignored(name: string): Issue {
  return { code: 4122, diagnostics: `Unknown parameter: ${name.toUpperCase()}. Parameter has been ignored.` };
}

function countOf(query: URLSearchParams): number {
  const asked = query.get("_count");
  if (asked === null) return largestPage;
  const count = Number(asked);
  if (!Number.isInteger(count) || count < 1) {
    throw new EpicRefusal(400, { code: 4115, diagnostics: "_count has to be a positive whole number." });
  }
  return Math.min(count, largestPage);
}

function checkNeeds(type: string, needs: string[][], given: URLSearchParams): void {
  const missing = needs.find((group) => !group.some((name) => given.get(name)));
  if (!missing) return;
  if ([...given.keys()].length === 0 && type !== "Observation") throw new EpicRefusal(400, { code: 4110 });
  const diagnostics = `One of these parameters is required: ${missing.join(", ")}.`;
  throw new EpicRefusal(400, { code: type === "Observation" ? 59108 : 4111, diagnostics });
}

/** Patient and subject have to name one and the same patient; both become the one that charts are searched by. */
function checkPatient(native: URLSearchParams, holdings: Holdings): void {
  const named = [...native.getAll("patient"), ...native.getAll("subject")].map(
    (v) => v.split("/").at(-1) ?? "",
  );
  const [id] = named;
  if (id === undefined) return;
  if (new Set(named).size > 1)
    throw new EpicRefusal(400, { code: 4112, diagnostics: "More than one patient." });
  const departure = holdings.departure("Patient", id);
  const patient = departure && "mergedInto" in departure ? departure.mergedInto : id;
  if (holdings.text("Patient", patient) === undefined) {
    throw new EpicRefusal(400, { code: 4100, diagnostics: "The patient ID is not valid." });
  }
  native.delete("subject");
  native.set("patient", `Patient/${patient}`);
}

function checkValues(type: string, native: URLSearchParams, postFilters: URLSearchParams): void {
  const categories = type === "Observation" ? (native.get("category")?.split(",") ?? []) : [];
  const unknown = categories.find((value) => !((value.split("|").at(-1) ?? "") in observationCategories));
  if (unknown !== undefined) throw new EpicRefusal(400, { code: 59111, diagnostics: `category: ${unknown}` });
  for (const [name, value] of postFilters) {
    if (dateParameters.includes(name) && !/^(eq|lt|le|gt|ge)?\d{4}(-\d{2}){0,2}(T.+)?$/.test(value)) {
      throw new EpicRefusal(400, { code: 4115, diagnostics: `${name}: ${value}` });
    }
  }
}

/** Drops what Epic overlooks: names beside a full name, and parameters without the one they belong to. */
function withoutIdle(type: string, native: URLSearchParams): URLSearchParams {
  if (type !== "Practitioner") return native;
  if (native.has("identifier")) return only(native, "identifier");
  const beside = searchRules.get(type)?.beside ?? {};
  for (const [name, needed] of Object.entries(beside)) {
    if (native.has(name) && !native.has(needed) && !native.has("name")) {
      throw new EpicRefusal(400, { code: 4112, diagnostics: `${name} needs ${needed}.` });
    }
  }
  if (native.has("name")) for (const name of ["family", "given"]) native.delete(name);
  // Only the first of a repeated parameter counts: set from the back, the first is the last to be written.
  for (const [name, value] of [...native].reverse()) native.set(name, value);
  return native;
}

function only(parameters: URLSearchParams, name: string): URLSearchParams {
  return new URLSearchParams({ [name]: parameters.get(name) ?? "" });
}
