/**
 * What a bundle of resources says, whoever made it: identifiers, names, codes, dates, amounts and texts. Ids, the order of
 * things, the addresses of systems, and the words that stand beside a code say nothing of a patient.
 */

type Json = { readonly [name: string]: unknown };

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const moment = /^\d{4}-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?$/;

function leaf(name: string, value: unknown): string {
  if (typeof value !== "string") return `${name} ${value}`;
  if (moment.test(value)) return value.includes("T") ? new Date(value).toISOString() : value;
  if (name === "data") return Buffer.from(value, "base64").toString("utf8").trim().toLowerCase();
  return value.trim().toLowerCase();
}

function* leaves(name: string, value: unknown, isSilent: (name: string) => boolean): Generator<string> {
  if (Array.isArray(value)) {
    for (const one of value) yield* leaves(name, one, isSilent);
  } else if (isObject(value)) {
    for (const [inner, one] of Object.entries(value)) {
      if (!isSilent(inner)) yield* leaves(inner, one, isSilent);
    }
  } else if (value !== undefined && value !== null && value !== "") {
    yield leaf(name, value);
  }
}

function resourcesOf(bundle: Json): Json[] {
  const { entry } = bundle;
  if (!Array.isArray(entry)) return [];
  return entry.flatMap((one) => (isObject(one) && isObject(one.resource) ? [one.resource] : []));
}

const wordsOf = (fact: string) => fact.split(/[^\p{L}\p{N}.]+/u).filter((word) => word !== "");

/** How many resources there are of each type. */
export function countsOf(bundle: Json): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { resourceType } of resourcesOf(bundle)) {
    counts[String(resourceType)] = (counts[String(resourceType)] ?? 0) + 1;
  }
  return counts;
}

const silent = ["id", "meta", "resourceType", "system", "url", "display", "reference", "version", "mode"];

/** What the resources of each type say, each fact once. */
export function factsOf(bundle: Json): Map<string, Set<string>> {
  const all = new Map<string, Set<string>>();
  for (const resource of resourcesOf(bundle)) {
    const type = String(resource.resourceType);
    const said = all.get(type) ?? new Set();
    for (const fact of leaves("", resource, (name) => silent.includes(name))) said.add(fact);
    all.set(type, said);
  }
  return all;
}

/** Whether a bundle says a fact, at whatever place and in whatever order of its words. */
export function saysIn(bundle: Json): (fact: string) => boolean {
  const facts = new Set<string>();
  const words = new Set<string>();
  for (const resource of resourcesOf(bundle)) {
    for (const fact of leaves("", resource, (name) => name === "id" || name === "reference")) {
      facts.add(fact);
      for (const word of wordsOf(decodeURIComponent(fact.replaceAll(/%(?![\da-f]{2})/g, "%25"))))
        words.add(word);
    }
  }
  return (fact) => facts.has(fact) || (!moment.test(fact) && wordsOf(fact).every((word) => words.has(word)));
}
