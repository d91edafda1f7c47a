/** Judges the parameters of a search by Oracle Health's rules before anything is looked up. */
import { type SearchRule, searchRules } from "@/sandbox/cerner/search-rules";
import { type Refusal, refusalOf } from "@/sandbox/fhir/refusal";

interface Criteria {
  /** Parameters that pick the results. */
  filters: URLSearchParams;
  count: number;
}

const settings = ["_count", "_format"];
const instant = /^(ge|gt|le|lt|eq)?\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*(Z|[+-]\d{2}:\d{2})$/;

/** The criteria of a search, or a Refusal with 400. */
export function judged(type: string, query: URLSearchParams): Criteria {
  const rule = searchRules.get(type) ?? { needs: [], also: [], usualCount: 50, mostCount: 50 };
  const given = new Set([...query.keys()].map((name) => name.split(":")[0] ?? name));
  checkKnown(rule, given);
  checkNeeds(rule, given);
  checkTogether(rule, given);
  if (type === "Patient") checkPatient(query);
  if (type === "Practitioner" && (query.get("name")?.length ?? 2) < 2) {
    throw refused("name needs at least two characters.");
  }
  const needsTime = type === "Appointment" ? query.getAll("date") : [];
  if (type === "MedicationRequest") needsTime.push(...query.getAll("_lastUpdated"));
  const withoutTime = needsTime.flatMap((value) => value.split(",")).find((value) => !instant.test(value));
  if (withoutTime !== undefined) throw refused(`A date with time and zone is required: ${withoutTime}`);
  const filters = new URLSearchParams(query);
  for (const name of settings) filters.delete(name);
  return { filters: inFhirsWords(filters), count: countOf(query, rule) };
}

function checkKnown({ needs, also }: SearchRule, given: Set<string>): void {
  const known = new Set([...needs.flat().flatMap((name) => name.split("|")), ...also, ...settings]);
  const unknown = [...given].find((name) => !known.has(name));
  if (unknown !== undefined) throw refused(`The parameter ${unknown} is not supported.`);
}

function checkNeeds({ needs }: SearchRule, given: Set<string>): void {
  const isMet = needs.some((group) =>
    group.every((names) => names.split("|").some((name) => given.has(name))),
  );
  if (isMet) return;
  const choices = needs.map((group) => group.join(" with ")).join(", ");
  throw refusalOf(400, "required", `One of these parameters is required: ${choices}.`);
}

function checkTogether({ exclusive = [], beside = {} }: SearchRule, given: Set<string>): void {
  const others = [...given].filter((name) => name !== "_id" && !settings.includes(name));
  if (given.has("_id") && others.length > 0) throw refused("_id excludes every other parameter.");
  const clash = exclusive.find((group) => group.filter((name) => given.has(name)).length > 1);
  if (clash) throw refused(`Only one of these parameters may be given: ${clash.join(", ")}.`);
  for (const [name, needed] of Object.entries(beside)) {
    if (given.has(name) && !given.has(needed)) throw refused(`${name} needs ${needed}.`);
  }
}

/** Each parameter once and with one value, but for a span of birth dates. */
function checkPatient(query: URLSearchParams): void {
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name);
    const isSpan =
      name === "birthdate" &&
      values
        .map((value) => value.slice(0, 2))
        .sort()
        .join() === "ge,le";
    if ((values.length > 1 && !isSpan) || values.some((value) => value.includes(","))) {
      throw refused(`${name} takes one value.`);
    }
  }
  if (query.getAll("birthdate").some((value) => value.includes("T")))
    throw refused("birthdate takes no time.");
}

function countOf(query: URLSearchParams, { usualCount, mostCount }: SearchRule): number {
  const asked = query.get("_count");
  if (asked === null) return usualCount;
  const count = Number(asked);
  if (!Number.isInteger(count) || count < 1) throw refused("_count has to be a positive whole number.");
  return Math.min(count, mostCount);
}

function inFhirsWords(filters: URLSearchParams): URLSearchParams {
  return new URLSearchParams(
    [...filters].map(([name, value]) => [name === "-date-or-req-period" ? "date" : name, value]),
  );
}

function refused(text: string): Refusal {
  return refusalOf(400, "invalid", text);
}
