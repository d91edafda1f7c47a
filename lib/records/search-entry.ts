/** What stands in the search index of one record: tokens and words. Pure. */
import { normaliseIdentifier } from "./normalise";
import type { Coded, PatientIdentifier } from "./schema";

export interface SearchToken {
  readonly parameter: string;
  /** Normalised, at most `longestToken` characters. */
  readonly value: string;
}

/** Tokens as the database's search_keys() takes them: a JSON array of «parameter value». */
export function tokensForKeys(tokens: readonly SearchToken[]): string {
  return JSON.stringify(tokens.map(({ parameter, value }) => `${parameter} ${value}`));
}

export const longestToken = 400;
const longestWords = 4_000;

/** Cuts between characters, never inside one. */
export function cut(text: string, longest: number): string {
  return text.length <= longest
    ? text
    : text
        .slice(0, longest)
        .toWellFormed()
        .replace(/\uFFFD$/, "");
}

/** Collects tokens, each once. */
export class Tokens {
  private readonly seen = new Map<string, SearchToken>();

  add(parameter: string, value: string | null | undefined): void {
    if (!value) return;
    const token = { parameter, value: cut(value, longestToken) };
    this.seen.set(`${parameter}\n${token.value}`, token);
  }

  addIdentifier(parameter: string, system: string | null, value: string): void {
    const id = normaliseIdentifier(value);
    this.add(parameter, id);
    if (system) this.add(parameter, `${normaliseIdentifier(system)}|${id}`);
  }

  addIdentifiers(identifiers: readonly Pick<PatientIdentifier, "system" | "value">[]): void {
    for (const { system, value } of identifiers) {
      if (value) this.addIdentifier("identifier", system, value);
    }
  }

  /** A code and its translations, as themselves and with their systems. */
  addCodes(parameter: string, codes: readonly (Coded | null)[]): void {
    for (const coded of codes) {
      if (coded?.code) this.addIdentifier(parameter, coded.system, coded.code);
      this.addCodes(parameter, coded?.translations ?? []);
    }
  }

  list(): SearchToken[] {
    return [...this.seen.values()];
  }
}

/** What a record is found by. */
export interface SearchEntry {
  readonly tokens: readonly SearchToken[];
  /** The text any part of which finds the record; empty when there is none. */
  readonly words: string;
  /** What another record of the same person or thing has too, most likely; none where records are not matched. */
  readonly likeness: readonly SearchToken[];
}

export function entryOf(
  tokens: readonly SearchToken[],
  words: readonly string[],
  likeness: readonly SearchToken[] = [],
): SearchEntry {
  return { tokens, words: cut([...new Set(words)].filter(Boolean).join(" | "), longestWords), likeness };
}
