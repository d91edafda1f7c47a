/** Judges the parameters of a search by Oracle Health's rules before anything is looked up. */
import { searchRules } from "@/sandbox/cerner/search-rules";
import { type Refusal, refusalOf } from "@/sandbox/fhir/refusal";
import { type Criteria, judgedBy, type SearchWords } from "@/sandbox/fhir/search-rules";

const instant = /^(ge|gt|le|lt|eq)?\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*(Z|[+-]\d{2}:\d{2})$/;

const words: SearchWords = {
  unknown: (name) => refused(`The parameter ${name} is not supported.`),
  missing: (needs) => {
    const choices = needs.map((group) => group.join(" with ")).join(", ");
    return refusalOf(400, "required", `One of these parameters is required: ${choices}.`);
  },
  unfit: refused,
};

/** The criteria of a search, or a Refusal with 400. */
export function judged(type: string, query: URLSearchParams): Criteria {
  const rule = searchRules.get(type) ?? { needs: [], also: [], usualCount: 50, mostCount: 50 };
  const { filters, count } = judgedBy(rule, query, words);
  if (filters.has("_id") && filters.size > 1) throw refused("_id excludes every other parameter.");
  if (type === "Patient") checkPatient(query);
  if (type === "Practitioner" && (query.get("name")?.length ?? 2) < 2) {
    throw refused("name needs at least two characters.");
  }
  const needsTime = type === "Appointment" ? query.getAll("date") : [];
  if (type === "MedicationRequest") needsTime.push(...query.getAll("_lastUpdated"));
  const withoutTime = needsTime.flatMap((value) => value.split(",")).find((value) => !instant.test(value));
  if (withoutTime !== undefined) throw refused(`A date with time and zone is required: ${withoutTime}`);
  return { filters: inFhirsWords(filters), count };
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

function inFhirsWords(filters: URLSearchParams): URLSearchParams {
  return new URLSearchParams(
    [...filters].map(([name, value]) => [name === "-date-or-req-period" ? "date" : name, value]),
  );
}

function refused(text: string): Refusal {
  return refusalOf(400, "invalid", text);
}
