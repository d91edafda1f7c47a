/**
 * What records are found by: exact tokens (one per searchable value) and words (any part of which finds the
 * record). A query goes through the same normalisation. Pure.
 */
import { normaliseIdentifier, normalisePhone, normaliseText } from "./normalise";
import { isRecordEntity } from "./schema";
import { searchedBy } from "./search-entities";
import { cut, entryOf, longestToken, type SearchEntry, type SearchToken, Tokens } from "./search-entry";

export { type SearchToken, tokensForKeys } from "./search-entry";

/** What a record is found by. */
export function searchEntryOf(entity: string, data: unknown): SearchEntry {
  return isRecordEntity(entity) ? searchedBy[entity](data) : entryOf([], []);
}

/** What a person typed, as tokens and words are written. */
interface SearchQuery {
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
