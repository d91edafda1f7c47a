/**
 * What records are found by: exact tokens (one per searchable value) and words (any part of which finds the
 * record). A query goes through the same normalisation. Pure.
 */
import { normaliseIdentifier, normalisePhone, normaliseText } from "./normalise";
import {
  isRecordEntity,
  type ObservationData,
  observationSchema,
  type PatientData,
  patientSchema,
} from "./schema";

export interface SearchToken {
  readonly parameter: string;
  /** Normalised, at most `longestToken` characters. */
  readonly value: string;
}

/** Tokens as the database's search_keys() takes them: a JSON array of «parameter value». */
export function tokensForKeys(tokens: readonly SearchToken[]): string {
  return JSON.stringify(tokens.map(({ parameter, value }) => `${parameter} ${value}`));
}

const longestToken = 400;
const longestWords = 4_000;

/** Cuts between characters, never inside one. */
function cut(text: string, longest: number): string {
  return text.length <= longest
    ? text
    : text
        .slice(0, longest)
        .toWellFormed()
        .replace(/\uFFFD$/, "");
}

class Tokens {
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

  list(): SearchToken[] {
    return [...this.seen.values()];
  }
}

function addNames(tokens: Tokens, data: PatientData): void {
  for (const name of data.names) {
    const parts = [name.family, ...name.given, name.text].map((part) => normaliseText(part ?? ""));
    tokens.add("family", normaliseText(name.family ?? ""));
    for (const given of name.given) tokens.add("given", normaliseText(given));
    for (const word of parts.flatMap((part) => part.split(" "))) tokens.add("name", word);
  }
}

function patientTokens(data: PatientData): SearchToken[] {
  const tokens = new Tokens();
  addNames(tokens, data);
  for (const { system, value } of data.identifiers) {
    if (value) tokens.addIdentifier("identifier", system, value);
  }
  if (data.mrn) tokens.add("mrn", normaliseIdentifier(data.mrn));
  tokens.add("birthdate", data.dateOfBirth);
  tokens.add("gender", data.gender);
  for (const { system, value } of data.telecoms) {
    if (system === "email") tokens.add("email", normaliseIdentifier(value ?? ""));
    else tokens.add("phone", normalisePhone(value ?? ""));
  }
  return tokens.list();
}

function observationTokens(data: ObservationData): SearchToken[] {
  const tokens = new Tokens();
  for (const { code } of [data, ...data.components]) {
    if (code.code) tokens.addIdentifier("code", code.system, code.code);
  }
  for (const category of data.category) tokens.add("category", normaliseIdentifier(category));
  tokens.add("status", data.status);
  tokens.add("patient", data.patientId);
  return tokens.list();
}

/** Both orders, so that «john doe» and «doe john» are each a part of it. */
function nameWords({ names }: PatientData): string[] {
  return names.flatMap(({ family, given, text }) => {
    const parts = [...given, family ?? "", ...given].join(" ");
    const short = given.length > 1 ? [given[0] ?? "", family ?? ""].join(" ") : "";
    return [parts, short, text ?? ""].map(normaliseText);
  });
}

function patientWords(data: PatientData): string[] {
  const reachedBy = data.telecoms.map(({ system, value }) =>
    system === "email" ? normaliseText(value ?? "") : normalisePhone(value ?? ""),
  );
  return [...nameWords(data), ...reachedBy];
}

/** What a record is found by. */
export interface SearchEntry {
  readonly tokens: readonly SearchToken[];
  /** The text any part of which finds the record; empty when there is none. */
  readonly words: string;
}

function entryOf(tokens: readonly SearchToken[], words: readonly string[]): SearchEntry {
  return { tokens, words: cut([...new Set(words)].filter(Boolean).join(" | "), longestWords) };
}

/** What a record is found by. */
export function searchEntryOf(entity: string, data: unknown): SearchEntry {
  if (!isRecordEntity(entity)) return entryOf([], []);
  switch (entity) {
    case "patients": {
      const patient = patientSchema.parse(data);
      return entryOf(patientTokens(patient), patientWords(patient));
    }
    case "observations": {
      const observation = observationSchema.parse(data);
      const words = [normaliseText(observation.code.display ?? "")];
      return entryOf(observationTokens(observation), words);
    }
  }
}

/** What a person typed, as tokens and words are written. */
export interface SearchQuery {
  /** Parts of a record's words, any of which finds the record: contain no character special to LIKE. */
  readonly parts: readonly string[];
  /** Whole tokens, any of which finds the record. */
  readonly tokens: readonly SearchToken[];
}

const writtenDate = /^\d{4}(-\d{2}(-\d{2})?)?$/;
const writtenPhone = /^[+\d\s().\-/]{4,}$/;

/** Reads a `q`: any part of a name, a whole identifier, a birth date, digits of a phone number, an e-mail address. */
export function normaliseQuery(q: string): SearchQuery {
  const tokens = new Tokens();
  const value = normaliseIdentifier(q);
  for (const parameter of ["identifier", "mrn", "email", "code"]) tokens.add(parameter, value);
  if (writtenDate.test(value)) tokens.add("birthdate", value);
  const digits = writtenPhone.test(q.trim()) ? normalisePhone(q) : "";
  if (digits) tokens.add("phone", digits);
  const parts = [normaliseText(q), digits.length >= 4 ? digits : ""].filter(Boolean);
  return { parts: [...new Set(parts)].map((part) => cut(part, longestToken)), tokens: tokens.list() };
}
