/** What a vendor lets a client search for and what it insists on, and a search judged by that. */
import type { Refusal } from "@/sandbox/fhir/refusal";

export interface SearchRule {
  /** A search holds all parameters of at least one of these; `a|b` is either. None means that nothing is required. */
  needs: string[][];
  /** Parameters that are taken besides those. */
  also: string[];
  /** At most one of each group. */
  exclusive?: string[][];
  /** A parameter that is taken only beside another. */
  beside?: Record<string, string>;
  /** Entries of a page when the client names no number, and at most. */
  usualCount: number;
  mostCount: number;
}

export type SearchRules = ReadonlyMap<string, SearchRule>;

/** What a vendor says to a search that breaks its rules. */
export interface SearchWords {
  /** Undefined where the parameter is overlooked. */
  unknown(name: string): Refusal | undefined;
  missing(needs: string[][]): Refusal;
  unfit(text: string): Refusal;
}

export interface Criteria {
  /** Parameters that pick the results. */
  filters: URLSearchParams;
  count: number;
}

/** Every parameter a rule knows. */
export function parametersOf({ needs, also }: SearchRule): string[] {
  return [...new Set([...needs.flat().flatMap((name) => name.split("|")), ...also])];
}

/** The criteria of a search; throws the vendor's words where it breaks the rule. */
export function judgedBy(
  rule: SearchRule,
  query: URLSearchParams,
  words: SearchWords,
  countParameter = "_count",
): Criteria {
  const settings = [countParameter, "_format"];
  const given = new Set([...query.keys()].map((name) => name.split(":")[0] ?? name));
  checkNeeds(rule, given, words);
  const filters = new URLSearchParams(query);
  for (const name of settings) filters.delete(name);
  const known = new Set([...parametersOf(rule), ...settings]);
  for (const name of [...query.keys()].filter((key) => !known.has(key.split(":")[0] ?? key))) {
    const refusal = words.unknown(name);
    if (refusal) throw refusal;
    filters.delete(name);
  }
  checkTogether(rule, given, words);
  return { filters, count: countOf(query.get(countParameter), rule, words) };
}

function checkNeeds({ needs }: SearchRule, given: Set<string>, words: SearchWords): void {
  const isMet = needs.some((group) =>
    group.every((names) => names.split("|").some((name) => given.has(name))),
  );
  if (!isMet && needs.length > 0) throw words.missing(needs);
}

function checkTogether({ exclusive = [], beside = {} }: SearchRule, given: Set<string>, words: SearchWords) {
  const clash = exclusive.find((group) => group.filter((name) => given.has(name)).length > 1);
  if (clash) throw words.unfit(`Only one of these parameters may be given: ${clash.join(", ")}.`);
  for (const [name, needed] of Object.entries(beside)) {
    if (given.has(name) && !given.has(needed)) throw words.unfit(`${name} needs ${needed}.`);
  }
}

function countOf(asked: string | null, { usualCount, mostCount }: SearchRule, words: SearchWords): number {
  if (asked === null) return usualCount;
  const count = Number(asked);
  if (!Number.isInteger(count) || count < 1) throw words.unfit("A page holds a positive whole number.");
  return Math.min(count, mostCount);
}
